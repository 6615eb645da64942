import CmdletCatalogue

/// What somebody may do with a cmdlet: what assignments give of it, each with its own parameters and its own reach.
struct CmdletPermission: Sendable {
    /// What assignments of one reach give together.
    struct Grant: Sendable {
        /// Over whose things it reads.
        let reads: AccessReach
        /// Over whose things it writes.
        let writes: AccessReach
        /// Whether it writes what is nobody's: settings of the organization.
        let writesConfiguration: Bool
        /// The parameters in small letters, `nil` for all.
        fileprivate(set) var parameters: Set<String>?

        fileprivate func isSameReach(as other: Grant) -> Bool {
            reads == other.reads && writes == other.writes && writesConfiguration == other.writesConfiguration
        }

        fileprivate func holds(_ names: [String]) -> Bool { parameters?.isSuperset(of: names) ?? true }
    }

    private(set) var grants: [Grant] = []

    private static let readingVerbs: Set = [
        "Check", "Export", "Get", "Measure", "Preview", "Search", "Test", "Trace",
    ]
    /// What a call says beside what it does.
    private static let free: Set = ["identity", "mailbox", "confirm", "whatif", "force", "resultsize"]

    /// Whether a cmdlet changes nothing, after the rules by which roles hold cmdlets.
    static func isReading(_ facts: CmdletFacts) -> Bool { readingVerbs.contains(facts.verb) }

    /// Over whose things one may read or write.
    func reaches(isReading: Bool) -> Set<AccessReach> { Set(grants.map { isReading ? $0.reads : $0.writes }) }

    /// Whether settings of the organization may be written: none by what is over the caller's own things alone, nor does that
    /// lend it to another grant.
    var writesConfiguration: Bool { grants.contains { $0.writesConfiguration && $0.writes != .own } }

    /// Whether nothing is kept from the caller.
    func isFull(for facts: CmdletFacts) -> Bool {
        let isReading = Self.isReading(facts)
        return grants.contains { $0.parameters == nil && (isReading ? $0.reads : $0.writes) == .organization }
    }

    /// What is left for a call with these parameters: no grant lends its reach to a parameter that another has.
    func holding(_ parameters: [String]) -> CmdletPermission {
        let names = parameters.map { $0.lowercased() }.filter { !Self.free.contains($0) }
        var held = self
        held.grants.removeAll { !$0.holds(names) }
        return held
    }

    /// The parameters of a call for which no grant has any use; where each is in some grant, but not in one with the
    /// others, those that the first lacks.
    func refused(_ parameters: [String]) -> [String] {
        func missing(_ grants: ArraySlice<Grant>) -> [String] {
            parameters.filter { name in
                let name = name.lowercased()
                return !Self.free.contains(name) && !grants.contains { $0.holds([name]) }
            }
        }
        let unknown = missing(grants[...])
        return unknown.isEmpty ? missing(grants.prefix(1)) : unknown
    }

    /// Adds what an assignment gives.
    mutating func add(_ assignment: AccessSnapshot.Assignment, of cmdlet: String) {
        let role = assignment.role
        guard let entry = role.entries[cmdlet] else { return }
        let parameters: Set<String>? =
            switch entry {
            case .all: nil
            case .only(let names): Set(names.map { $0.lowercased() })
            }
        add(
            Grant(
                reads: AccessReach(word: role.scopes["recipientRead"] ?? ""),
                writes: assignment.reach,
                writesConfiguration: role.scopes["configWrite"] != "None",
                parameters: parameters
            )
        )
    }

    mutating func formUnion(_ other: CmdletPermission) {
        for grant in other.grants { add(grant) }
    }

    private mutating func add(_ grant: Grant) {
        guard let place = grants.firstIndex(where: { $0.isSameReach(as: grant) }) else {
            grants.append(grant)
            return
        }
        grants[place].parameters = grant.parameters.flatMap { more in grants[place].parameters?.union(more) }
    }
}
