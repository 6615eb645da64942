/// Why a call over D-Bus brought no answer.
package enum BusError: Error, Sendable, CustomStringConvertible {
    /// There is no bus, or no library to speak to it.
    case noBus(String)
    /// Nobody has the name that was called, and nobody is started for it.
    case noService(String)
    /// The service answered an error, by its name and message.
    case refused(name: String, message: String)
    /// The answer is not one text.
    case unexpectedAnswer

    /// The reason.
    package var description: String {
        switch self {
        case .noBus(let reason): reason
        case .noService(let name): "no program has the name \(name)"
        case .refused(let name, let message): message.isEmpty ? name : "\(message) (\(name))"
        case .unexpectedAnswer: "the answer is not one text"
        }
    }
}
