internal import Synchronization

/// The properties of what the cmdlets of a shell's lines give, each looked up once, since that takes longer than anything else of a
/// line.
final class KnownOutputs: Sendable {
    private let known = Mutex<[String: [String]]>([:])

    /// The properties of what a cmdlet gives.
    func properties(of shape: CmdletOutput, by cmdlet: String) -> [String] {
        if let found = known.withLock({ $0[cmdlet] }) { return found }
        let found = shape.properties
        known.withLock { $0[cmdlet] = found }
        return found
    }
}
