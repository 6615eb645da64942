import CmdletCatalogue

/// What somebody may do with a cmdlet.
struct CmdletPermission: Sendable {
    /// Over whose things it reads.
    var reads: Set<AccessReach> = []
    /// Over whose things it writes.
    var writes: Set<AccessReach> = []
    /// Whether it writes what is nobody's: settings of the organization.
    var writesConfiguration = false
    /// The parameters in small letters, `nil` for all.
    var parameters: Set<String>? = []

    private static let readingVerbs: Set = [
        "Check", "Export", "Get", "Measure", "Preview", "Search", "Test", "Trace",
    ]

    /// Whether a cmdlet changes nothing, after the rules by which roles hold cmdlets.
    static func isReading(_ facts: CmdletFacts) -> Bool { readingVerbs.contains(facts.verb) }

    /// Whether nothing is kept from the caller.
    func isFull(for facts: CmdletFacts) -> Bool {
        parameters == nil && (Self.isReading(facts) ? reads : writes).contains(.organization)
    }

    /// Adds what an assignment gives.
    mutating func add(_ assignment: AccessSnapshot.Assignment, of cmdlet: String) {
        let role = assignment.role
        guard let entry = role.entries[cmdlet] else { return }
        reads.insert(AccessReach(word: role.scopes["recipientRead"] ?? ""))
        writes.insert(assignment.reach)
        writesConfiguration = writesConfiguration || role.scopes["configWrite"] != "None"
        switch entry {
        case .all: parameters = nil
        case .only(let names): parameters?.formUnion(names.map { $0.lowercased() })
        }
    }

    mutating func formUnion(_ other: CmdletPermission) {
        reads.formUnion(other.reads)
        writes.formUnion(other.writes)
        writesConfiguration = writesConfiguration || other.writesConfiguration
        if let more = other.parameters { parameters?.formUnion(more) } else { parameters = nil }
    }
}
