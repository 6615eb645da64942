internal import CSessionBus

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// One call over a connection of its own; belongs to the thread that makes it.
@safe
final class BusConversation {
    private static let noService: Set = [
        "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
    ]

    private let functions: exo_bus_functions
    private let bus: OpaquePointer

    /// Connects.
    ///
    /// - Throws: ``BusError``.
    init(address: String) throws {
        var functions = exo_bus_functions()
        guard unsafe exo_bus_load(&functions) != 0 else {
            throw BusError.noBus("the library libsystemd.so.0, which speaks D-Bus, is not there")
        }
        var made: OpaquePointer?
        try Self.require(unsafe functions.new_bus(&made))
        guard let bus = unsafe made else { throw BusError.noBus("the library gives no connection") }
        self.functions = functions
        unsafe self.bus = bus
        try Self.require(unsafe functions.set_address(bus, address))
        try Self.require(unsafe functions.set_bus_client(bus, 1))
        try Self.require(unsafe functions.start(bus))
    }

    deinit { _ = unsafe functions.close_unref(bus) }

    /// Calls a method, and waits for its answer or for a byte to read.
    ///
    /// - Throws: ``BusError``; `CancellationError` where the byte came first.
    func answer(of method: BusMethod, _ arguments: [String], unless cancelled: Descriptor) throws -> String {
        var made: OpaquePointer?
        try Self.require(
            unsafe functions.new_method_call(bus, &made, method.service, method.path, method.interface, method.name)
        )
        guard let call = unsafe made else { throw BusError.unexpectedAnswer }
        defer { _ = unsafe functions.unref(call) }
        let text = CChar(UInt8(ascii: "s"))
        for argument in arguments {
            try Self.require(unsafe argument.withCString { unsafe functions.append_basic(call, text, $0) })
        }
        var cookie: UInt64 = 0
        try Self.require(unsafe functions.send(bus, call, &cookie))
        while true {
            var received: OpaquePointer?
            let step = unsafe functions.process(bus, &received)
            if let message = unsafe received {
                defer { _ = unsafe functions.unref(message) }
                var answered: UInt64 = 0
                if unsafe functions.reply_cookie(message, &answered) >= 0, answered == cookie {
                    return try unsafe self.text(of: message, from: method.service)
                }
            }
            try Self.require(step)
            if step == 0 { try wait(unless: cancelled) }
        }
    }

    private func text(of message: OpaquePointer, from service: String) throws -> String {
        if let error = unsafe functions.get_error(message) {
            let name = unsafe error.pointee.name.map { unsafe String(cString: $0) } ?? "an error without a name"
            guard !Self.noService.contains(name) else { throw BusError.noService(service) }
            throw BusError.refused(
                name: name,
                message: unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
            )
        }
        var text: UnsafePointer<CChar>?
        guard unsafe functions.read_basic(message, CChar(UInt8(ascii: "s")), &text) > 0, let text = unsafe text else {
            throw BusError.unexpectedAnswer
        }
        return unsafe String(cString: text)
    }

    private func wait(unless cancelled: Descriptor) throws {
        let events = Int16(truncatingIfNeeded: unsafe functions.get_events(bus))
        var descriptors = [
            pollfd(fd: unsafe functions.get_fd(bus), events: events, revents: 0),
            pollfd(fd: cancelled.number, events: Int16(POLLIN), revents: 0),
        ]
        _ = unsafe poll(&descriptors, nfds_t(descriptors.count), -1)
        if descriptors[1].revents != 0 { throw CancellationError() }
    }

    /// A negative result is an error of the system.
    private static func require(_ result: Int32) throws {
        guard result < 0 else { return }
        throw BusError.noBus("the session bus cannot be used: \(unsafe String(cString: strerror(-result)))")
    }
}
