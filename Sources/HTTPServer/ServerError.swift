/// Why a server does not listen.
package struct ServerError: Error, Sendable, CustomStringConvertible {
    /// What a caller may switch on.
    package struct Code: Hashable, Sendable {
        private enum Value { case addressInUse, notPermitted, badAddress, badCertificate, alreadyStarted, failed }
        private let value: Value

        /// Another program listens there.
        package static var addressInUse: Self { Self(value: .addressInUse) }
        /// Ports below 1024 need rights this process lacks.
        package static var notPermitted: Self { Self(value: .notPermitted) }
        /// The address is not numeric, not of this machine, or the port is out of range.
        package static var badAddress: Self { Self(value: .badAddress) }
        /// Certificate or key cannot be read or do not belong together.
        package static var badCertificate: Self { Self(value: .badCertificate) }
        /// The server was started before; a server starts once.
        package static var alreadyStarted: Self { Self(value: .alreadyStarted) }
        /// The system refused something else.
        package static var failed: Self { Self(value: .failed) }
    }

    package var code: Code
    package var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
