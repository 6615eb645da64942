extension FilterProperties {
    /// Nouns beside the tables of contents of whose filterable properties nothing is stated: any may be named.
    private static let unlisted: Set = ["ActiveSyncDeviceClass", "CASMailboxPlan", "MailboxPlan", "TransportRule"]

    /// The properties that the references of nouns name, of which nothing else is stated.
    private static let listed: [String: Set<String>] = [
        "RoleGroup": ["DisplayName", "LinkedGroup", "ManagedBy", "Members", "Name", "RoleGroupType"]
    ]

    /// A comparison of a property that only the table of contents knows, as those of devices; `nil` for others.
    func comparison(
        ofContent property: String,
        _ relation: FilterComparison.Relation,
        _ literal: Literal
    ) -> FilterComparison? {
        guard let found = shape.property(property) else { return nil }
        guard
            ContentShape.properties(of: shape.noun) != nil || Self.unlisted.contains(shape.noun)
                || Self.listed[shape.noun]?.contains(found.name) == true
        else { return nil }
        let operand: FilterOperand
        switch literal {
        case .word(let word) where word.lowercased() == "$null": operand = .null
        case .word(let word), .quoted(let word):
            let text = word.lowercased()
            switch found.kind {
            case .flag: operand = .flag(["$true", "true", "1"].contains(text))
            case .int16, .int32, .int64, .uint16, .uint64:
                guard let number = Int64(text) else { return nil }
                operand = .number(number)
            case .localDate, .utcDate, .plainDate:
                guard let date = ServiceDate(parsing: word) else { return nil }
                operand = .date(date)
            case .text, .guid, .texts: operand = .text(text)
            }
        }
        return FilterComparison(property: property, relation: relation, operand: operand)
    }
}
