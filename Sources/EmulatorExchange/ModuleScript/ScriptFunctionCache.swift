import Synchronization

/// The functions that were asked for, composed once each: they are the same for every caller.
final class ScriptFunctionCache: Sendable {
    static let shared = ScriptFunctionCache()

    private let known = Mutex<[String: String]>([:])

    /// The function of a cmdlet, `nil` for one that nothing is known of.
    func text(of cmdlet: String) -> String? {
        if let text = known.withLock({ $0[cmdlet] }) { return text }
        guard let text = ScriptFunction(cmdlet: cmdlet)?.text else { return nil }
        known.withLock { $0[cmdlet] = text }
        return text
    }
}
