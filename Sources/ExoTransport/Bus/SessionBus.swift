/// The message bus of a user's session (D-Bus), over which programs of the desktop serve one another.
package struct SessionBus: Sendable {
    private let address: String

    /// A bus at an address, such as `unix:path=/run/user/1000/bus`; nothing is opened yet.
    package init(address: String) { self.address = address }

    /// The bus that the environment names; `nil` where it names none.
    package init?(environment: [String: String]) {
        if let address = environment["DBUS_SESSION_BUS_ADDRESS"], !address.isEmpty {
            self.init(address: address)
        } else if let folder = environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/"),
            !folder.contains(where: "\0,;%=".contains)
        {
            self.init(address: "unix:path=\(folder)/bus")
        } else {
            return nil
        }
    }

    /// Calls a method; the service is started where the bus knows how.
    ///
    /// The waiting is done by a thread of the call, which cancellation ends at once.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - arguments: Its arguments.
    /// - Returns: Its answer.
    /// - Throws: ``BusError`` or `CancellationError`.
    package func call(_ method: BusMethod, _ arguments: [String]) async throws -> String {
        guard arguments.allSatisfy({ !$0.utf8.contains(0) }) else { throw BusError.unexpectedAnswer }
        let wake: (reading: Descriptor, writing: Descriptor)
        do { wake = try Descriptor.pipe() } catch { throw BusError.noBus("\(error)") }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do {
                    try LoopThread { [address] in
                        continuation.resume(
                            with: Result {
                                try BusConversation(address: address).answer(
                                    of: method,
                                    arguments,
                                    unless: wake.reading
                                )
                            }
                        )
                    }.detach()
                } catch {
                    continuation.resume(throwing: BusError.noBus("\(error)"))
                }
            }
        } onCancel: {
            do { _ = try wake.writing.write([0]) } catch {}
        }
    }
}
