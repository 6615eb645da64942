/// Why a request got no complete reply.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// What callers switch on.
    public var code: Code
    /// For a person: what failed and where; never a header or a body.
    public var message: String
    /// Whether the request may have reached the service, so that a write may have been executed.
    public var mayHaveBeenSent: Bool

    /// Makes an error.
    public init(code: Code, message: String, mayHaveBeenSent: Bool = false) {
        self.code = code
        self.message = message
        self.mayHaveBeenSent = mayHaveBeenSent
    }

    /// The message.
    public var description: String { message }

    /// Kinds of failure.
    public struct Code: Hashable, Sendable {
        private enum Value {
            case invalidRequest, cannotResolve, cannotConnect, untrusted, proxyRefused
            case timedOut, noReply, bodyCutOff, tooLarge, closed, other
        }
        private let value: Value

        /// The request cannot be sent: its URL or a header is malformed.
        public static var invalidRequest: Self { Self(value: .invalidRequest) }
        /// The host's name is unknown.
        public static var cannotResolve: Self { Self(value: .cannotResolve) }
        /// Nothing listens there, or something blocks the way.
        public static var cannotConnect: Self { Self(value: .cannotConnect) }
        /// The server's certificate is not trusted or is for another name.
        public static var untrusted: Self { Self(value: .untrusted) }
        /// The proxy refused to connect.
        public static var proxyRefused: Self { Self(value: .proxyRefused) }
        /// A time limit passed.
        public static var timedOut: Self { Self(value: .timedOut) }
        /// The connection ended before a reply.
        public static var noReply: Self { Self(value: .noReply) }
        /// The reply ended before its end.
        public static var bodyCutOff: Self { Self(value: .bodyCutOff) }
        /// The reply's head or body is larger than accepted.
        public static var tooLarge: Self { Self(value: .tooLarge) }
        /// The transport was shut down.
        public static var closed: Self { Self(value: .closed) }
        /// Anything else.
        public static var other: Self { Self(value: .other) }
    }
}
