import HTTPServer

/// A request that is answered as it is, and what may not come of it once it is damaged.
struct MutationSample: Sendable {
    var name: String
    var request: ServerRequest
    /// Texts that no answer may repeat.
    var secrets: [String] = []
    /// Form fields that prove something: a token is given only where one of their values is unchanged.
    var proofs: [String] = []
    /// Whether the status without damage is below 400.
    var succeeds = true
}
