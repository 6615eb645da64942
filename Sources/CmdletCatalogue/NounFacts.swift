/// What is known of a noun: how its cmdlets work together, derived from them.
package struct NounFacts: Sendable, Equatable {
    /// The noun.
    package var name: String
    /// `collection`, `singleton`, `per-object`, `fixed-collection`, `membership`, `report`, `read-only`, `lifecycle`,
    /// `write-only` or `action`.
    package var pattern: String
    /// The type of `-Identity`.
    package var identityType: String?
    /// The parameters that the default set of New- demands.
    package var newRequires: [String]
    /// The cmdlets with this noun.
    package var cmdlets: [String]
    /// The services that have it.
    package var services: [CmdletService]

    init?(_ name: String, _ entry: FactValue) {
        guard let pattern = entry.text("pattern") else { return nil }
        self.name = name
        self.pattern = pattern
        self.identityType = entry.text("identityType")
        self.newRequires = entry.texts("newRequires")
        self.cmdlets = entry.texts("cmdlets")
        self.services = entry.services("services")
    }
}
