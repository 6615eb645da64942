import HTTPServer

/// What the log of requests tells of a call: which cmdlet, and what became of it.
struct CmdletNote: Sendable {
    /// What became of a call.
    enum Outcome: Sendable {
        case rows(Int)
        /// So many calls, each with an answer of its own.
        case calls(Int)
        /// Nothing was done; the caller was told what would be.
        case question
        case refusal(AdminAPIError)
    }

    private static let longest = 100

    /// The cmdlet as the service spells it; as it was sent where there is no such.
    var cmdlet: String?
    var outcome: Outcome?
    /// The parameters that changed and chose nothing.
    var unused: [String] = []
    /// What a cmdlet warned of whose rows become entities, which have no place for it.
    var warnings: [String] = []

    /// Takes over what cmdlets said that were run beside the one that is answered for, and began with this note.
    mutating func learn(from beside: CmdletNote) {
        unused = beside.unused
        warnings = beside.warnings
    }

    /// The fields of the log, none where no cmdlet was called.
    var fields: [ServerRequest.Field] {
        guard let cmdlet else { return [] }
        let name = String(cmdlet.prefix(Self.longest))
        let outcome =
            switch self.outcome {
            case nil: "refused"
            case .rows(1): "1 row"
            case .rows(let count): "\(count) rows"
            case .calls(1): "1 call"
            case .calls(let count): "\(count) calls"
            case .question: "asked back"
            case .refusal(let error): error.exceptionName
            }
        let ignored: [ServerRequest.Field] =
            unused.isEmpty ? [] : [.init("ignored", unused.map { "-\($0)" }.joined(separator: " "))]
        return [.init("cmdlet", name), .init("outcome", outcome)] + ignored
    }
}
