/// What an `$expand` asks for.
struct GraphExpansion: Sendable {
    var relation: String
    /// The properties of the related objects, as they were written; `nil` for those that come unasked.
    var select: String?

    init(relation: String, select: String?) {
        self.relation = relation
        self.select = select
    }

    /// Reads `manager` or `manager($select=id,displayName)`.
    ///
    /// - Throws: ``GraphError`` that names what the emulator does not do here.
    init(_ text: String) throws {
        guard text.utf8.count <= 4096 else { throw GraphError.badRequest("The $expand clause is too long.") }
        let name = text.prefix { $0 != "(" }
        relation = name.filter { $0 != " " }
        let rest = text.dropFirst(name.count)
        guard !relation.contains(","), !rest.contains("),") else {
            throw GraphError.unsupportedQuery("Only one property may be expanded.")
        }
        guard !rest.isEmpty else { return }
        guard rest.hasSuffix(")"), rest.count > 2 else { throw GraphError.badRequest("Invalid $expand clause.") }
        for option in rest.dropFirst().dropLast().split(separator: ";") {
            let parts = option.split(separator: "=", maxSplits: 1)
            let option = parts.first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
            guard ["$select", "select"].contains(option), parts.count == 2 else {
                throw GraphError.unsupportedQuery("The option '\(option.prefix(100))' is not supported within $expand.")
            }
            select = String(parts[1])
        }
    }
}
