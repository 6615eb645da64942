#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Why there is no listener.
package enum LoopbackError: Error, CustomStringConvertible {
    /// Another program has the port.
    case portTaken(UInt16)
    /// The system refuses, with the call and its reason.
    case system(String)

    /// The system's reason for the failure of its last call.
    static func last(_ call: String) -> Self {
        .system("\(call): \(unsafe String(cString: strerror(errno)))")
    }

    /// The reason.
    package var description: String {
        switch self {
        case .portTaken(let port): "another program listens on port \(port)"
        case .system(let reason): reason
        }
    }
}
