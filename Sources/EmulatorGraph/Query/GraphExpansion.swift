/// What an `$expand` asks for.
struct GraphExpansion: Sendable {
    let relation: GraphMember
    /// What the related objects look like.
    let shape: GraphShape
    /// The properties of the related objects; `nil` for those that come unasked.
    private(set) var select: GraphSelection?

    /// Reads `manager` or `manager($select=id,displayName)`.
    ///
    /// - Throws: ``GraphError`` that names what objects of the type do not have, or the emulator does not do.
    init(_ text: String, of shape: GraphShape) throws {
        guard text.utf8.count <= 4096 else { throw GraphError.badRequest("The $expand clause is too long.") }
        let written = text.prefix { $0 != "(" }
        let name = written.filter { $0 != " " }
        let rest = text.dropFirst(written.count)
        guard !name.contains(","), !rest.contains("),") else {
            throw GraphError.unsupportedQuery("Only one property may be expanded.")
        }
        guard let relation = shape.type.member(name), relation.kind == .navigation else {
            throw GraphError.badRequest(
                """
                Parsing OData Select and Expand failed: Could not find a property named '\(name.prefix(100))' on type \
                '\(shape.type.fullName)'.
                """
            )
        }
        guard shape.relations[relation.name] != nil, let type = GraphModel.published.type(relation.type) else {
            throw GraphError.notEmulated("$expand=\(relation.name)")
        }
        self.relation = relation
        self.shape = GraphShape.of(type)
        guard !rest.isEmpty else { return }
        guard rest.hasSuffix(")"), rest.count > 2 else { throw GraphError.badRequest("Invalid $expand clause.") }
        for option in rest.dropFirst().dropLast().split(separator: ";") {
            let parts = option.split(separator: "=", maxSplits: 1)
            let option = parts.first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
            guard ["$select", "select"].contains(option), parts.count == 2 else {
                throw GraphError.unsupportedQuery("The option '\(option.prefix(100))' is not supported within $expand.")
            }
            select = try GraphSelection(String(parts[1]), of: self.shape.type)
        }
    }
}
