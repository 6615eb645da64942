#if os(Linux)
import ExoTransport
import Testing
import TestSupport

struct SessionBusTests {
    private func method(_ name: String, of service: String = "org.freedesktop.DBus") -> BusMethod {
        BusMethod(service: service, path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus", name: name)
    }

    @Test func callsAMethodAndReadsItsText() async throws {
        let daemon = try PrivateBus()
        let bus = SessionBus(address: daemon.address)
        #expect(try await bus.call(method("GetNameOwner"), ["org.freedesktop.DBus"]) == "org.freedesktop.DBus")
        #expect(try await bus.call(method("GetId"), []).utf8.count == 32)
    }

    @Test func tellsANameThatNobodyHasFromARefusal() async throws {
        let daemon = try PrivateBus()
        let bus = SessionBus(address: daemon.address)
        let unknown = await #expect(throws: BusError.self) {
            _ = try await bus.call(
                method("acquireTokenSilently", of: "com.microsoft.identity.broker1"),
                ["0.0", "", "{}"]
            )
        }
        guard case .noService("com.microsoft.identity.broker1") = unknown else {
            Issue.record("\(String(describing: unknown))")
            return
        }
        for (name, arguments) in [("NoSuchMethod", []), ("GetNameOwner", ["a", "b"])] {
            let refused = await #expect(throws: BusError.self) { _ = try await bus.call(method(name), arguments) }
            guard case .refused(let error, _) = refused, error.hasPrefix("org.freedesktop.DBus.Error.") else {
                Issue.record("\(String(describing: refused))")
                return
            }
        }
        // An answer of another type than a text.
        let list = await #expect(throws: BusError.self) { _ = try await bus.call(method("ListNames"), []) }
        guard case .unexpectedAnswer = list else {
            Issue.record("\(String(describing: list))")
            return
        }
    }

    @Test(arguments: ["unix:path=/nonexistent/bus", "nonsense"])
    func saysThatThereIsNoBus(_ address: String) async throws {
        let error = await #expect(throws: BusError.self) {
            _ = try await SessionBus(address: address).call(method("GetId"), [])
        }
        guard case .noBus = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// A bus that takes the connection and says nothing.
    @Test func leavesABusThatHangsWhenItIsCancelled() async throws {
        let silent = try SilentListener()
        let bus = SessionBus(address: "tcp:host=127.0.0.1,port=\(silent.port)")
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { _ = try await bus.call(method("GetId"), []) }
            }
            group.cancelAll()
        }
    }

    @Test func findsTheBusInTheEnvironment() {
        #expect(SessionBus(environment: [:]) == nil)
        #expect(SessionBus(environment: ["DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": "relative"]) == nil)
        #expect(SessionBus(environment: ["XDG_RUNTIME_DIR": "/run/user/1;x"]) == nil)
        #expect(SessionBus(environment: ["XDG_RUNTIME_DIR": "/run/user/1"]) != nil)
    }
}
#endif
