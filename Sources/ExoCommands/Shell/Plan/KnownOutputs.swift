internal import Synchronization

/// What the cmdlets of a shell's lines give, each looked up once, since that takes longer than anything else of a line.
final class KnownOutputs: Sendable {
    private let known = Mutex<[String: CmdletOutput]>([:])

    /// What a cmdlet gives.
    func output(of cmdlet: String) -> CmdletOutput {
        if let found = known.withLock({ $0[cmdlet] }) { return found }
        let found = CmdletOutput(of: cmdlet)
        known.withLock { $0[cmdlet] = found }
        return found
    }
}
