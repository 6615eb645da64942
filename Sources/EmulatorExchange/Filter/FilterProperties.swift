import CmdletCatalogue

/// The properties that the -Filter of a cmdlet may name, each with the type of its values.
struct FilterProperties: Sendable {
    /// A value as it was written.
    enum Literal: Sendable, Equatable {
        /// In quotes.
        case quoted(String)
        /// Without quotes.
        case word(String)
    }

    let cmdlet: String
    /// What objects show.
    let shape: ObjectShape
    /// Whether the filter says who gets a group's mail.
    var isOfGroups = false
    /// Other names of properties, in small letters, with those that are meant.
    var otherNames: [String: String] = [:]
    /// Another cmdlet whose properties the filter may name too, and what its objects show.
    var other: (cmdlet: String, shape: ObjectShape)?
    /// Whether a filter may name properties that nobody knows, for whoever asks which those are.
    var takesUnknown = false

    /// Reads the filter of a cmdlet.
    ///
    /// - Throws: ``AdminAPIError`` with status 400 for a filter that is malformed, names a foreign property, or has a value
    ///   that is not of the property's type; with status 501 for a property that objects here do not have.
    static func filter(
        _ text: String,
        of cmdlet: String,
        shape: ObjectShape,
        other: (cmdlet: String, shape: ObjectShape)? = nil
    ) throws -> RecipientFilter {
        do {
            let properties = FilterProperties(cmdlet: cmdlet, shape: shape, other: other)
            return try RecipientFilter(parsing: text, properties: properties)
        } catch let fault as FilterFault {
            throw AdminAPIError.filter(fault.message)
        }
    }

    /// Reads a `-RecipientFilter`, which knows other properties than a `-Filter`.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    static func recipientFilter(
        _ text: String,
        parameter: String = "RecipientFilter"
    ) throws -> RecipientFilter {
        do {
            let properties = FilterProperties(
                cmdlet: "New-DynamicDistributionGroup",
                shape: NounView.recipient.shape,
                isOfGroups: true
            )
            return try RecipientFilter(parsing: text, properties: properties)
        } catch let fault as FilterFault {
            throw AdminAPIError.filter(fault.message, parameter: parameter)
        }
    }

    /// A comparison with the value brought to the type of the property.
    ///
    /// - Throws: ``FilterFault``.
    func comparison(
        of property: String,
        _ relation: FilterComparison.Relation,
        _ literal: Literal
    ) throws -> FilterComparison {
        let property = otherNames[property.lowercased()] ?? property
        // The service's own way to write what it adds to filters.
        if isOfGroups, property.lowercased() == "recipienttypedetailsvalue", case .quoted(let type) = literal {
            return FilterComparison(
                property: "RecipientTypeDetails",
                relation: relation,
                operand: .text(type.lowercased())
            )
        }
        guard let facts = facts(of: property) else {
            if !isOfGroups, let comparison = comparison(ofContent: property, relation, literal) { return comparison }
            if takesUnknown { return FilterComparison(property: property, relation: relation, operand: .null) }
            throw FilterFault(
                message: "\"\(property)\" is not a recognized filterable property. For a complete list of filterable "
                    + "properties see the command help."
            )
        }
        guard
            isOfGroups || shape.place(ignoringCase: property) != nil
                || other?.shape.place(ignoringCase: property) != nil || isDocumented(property)
                || Memberships.properties.contains(property.lowercased())
        else {
            throw AdminAPIError.notEmulated("filters of \(cmdlet) by \(facts.name)", stage: .cmdlet)
        }
        let operand = try operand(facts, relation, literal)
        if [.like, .notlike].contains(relation) {
            guard operand.isText else {
                throw FilterFault(
                    message: "The operator -\(relation.rawValue) is for text. \"\(facts.name)\" takes "
                        + "\(Self.typeName(facts))."
                )
            }
        }
        return FilterComparison(property: property, relation: relation, operand: operand)
    }

    /// Properties of people that a cmdlet's own page filters by, and that neither the list of all nor its objects have.
    private static let documented = ["Get-SecurityPrincipal": ["department"]]

    private func isDocumented(_ property: String) -> Bool {
        Self.documented[cmdlet]?.contains(property.lowercased()) ?? false
    }

    private func facts(of property: String) -> FilterFacts? {
        if isOfGroups { return CmdletCatalogue.recipientFilterProperty(named: property) }
        return CmdletCatalogue.filterProperty(named: property).flatMap { facts in
            [cmdlet, other?.cmdlet].contains { $0.map(facts.cmdlets.contains) ?? false } || isDocumented(property)
                ? facts : nil
        }
    }

    private func operand(
        _ facts: FilterFacts,
        _ relation: FilterComparison.Relation,
        _ literal: Literal
    ) throws -> FilterOperand {
        let text: String
        switch literal {
        case .word(let word) where word.lowercased() == "$null": return .null
        case .word(let word): text = try bare(word, facts, relation)
        case .quoted("") where [.eq, .ne].contains(relation): return .null
        case .quoted(let quoted): text = quoted
        }
        guard let operand = typed(text, facts, relation) else {
            throw FilterFault(
                message: "Cannot convert value \"\(text)\" of \"\(facts.name)\" to \(Self.typeName(facts))."
                    + (facts.kind == "enum" ? " Specify one of: \(names(facts).joined(separator: ", "))." : "")
            )
        }
        return operand
    }

    /// A value without quotes: a number, or a truth value, which a shell may have put in for `$true`.
    private func bare(
        _ word: String,
        _ facts: FilterFacts,
        _ relation: FilterComparison.Relation
    ) throws -> String {
        switch word.lowercased() {
        case "$true": return "True"
        case "$false": return "False"
        case "true" where facts.kind == "bool", "false" where facts.kind == "bool": return word
        default: break
        }
        guard word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw FilterFault(
                message: "Invalid filter syntax. The value \(word) of \"\(facts.name)\" must stand in quotation marks: "
                    + "\(facts.name) -\(relation.rawValue) '\(word)'"
            )
        }
        return word
    }

    /// The value in the property's type, `nil` when it is not one.
    private func typed(_ text: String, _ facts: FilterFacts, _ relation: FilterComparison.Relation) -> FilterOperand? {
        let isUnlimited = facts.isUnlimited && text.lowercased() == "unlimited"
        switch facts.kind {
        case "bool":
            switch text.lowercased() {
            case "true", "$true", "1": return .flag(true)
            case "false", "$false", "0": return .flag(false)
            default: return nil
            }
        case "int": return isUnlimited ? .number(.max) : Int64(text).map { .number($0) }
        case "size": return isUnlimited ? .size(.max) : ByteQuantity(parsing: text).map { .size($0.bytes) }
        case "filetime", "datetime": return ServiceDate(parsing: text).map { .date($0) }
        case "timespan": return TimeSpanText(parsing: text).map { .span($0) }
        case "guid": return GUIDText(parsing: text).map { .text($0.description) }
        case "enum": return member(text, facts).map { .text($0.lowercased()) }
        case "null", "presence": return nil
        default: return .text(text.lowercased())
        }
    }

    /// The name that a name or number of an enumeration means; any text where its names are not known.
    private func member(_ text: String, _ facts: FilterFacts) -> String? {
        if let number = Int(text), let value = facts.values.first(where: { $0.number == number }) { return value.name }
        let names = names(facts)
        guard !names.isEmpty else { return text }
        // Flags stand in a list.
        let parts = text.split(separator: ",").map { part in
            names.first { $0.lowercased() == part.lowercased().trimmingBlanks }
        }
        return parts.isEmpty || parts.contains(nil) ? nil : parts.compactMap(\.self).joined(separator: ", ")
    }

    /// The rest of an enumeration of which only the beginning is stated, the service's own filters have one of these.
    private static let displayTypes = [
        "ArbitrationMailbox", "MailboxPlan", "LinkedUser", "RoomList", "SyncedMailboxUser", "SyncedUDGasUDG",
        "SyncedUDGasContact", "SyncedPublicFolder", "SyncedDynamicDistributionGroup", "SyncedRemoteMailUser",
        "SyncedConferenceRoomMailbox", "SyncedEquipmentMailbox", "SyncedUSGasUDG", "SyncedUSGasContact",
        "ACLableMailboxUser", "ACLableRemoteMailUser", "ACLableSyncedMailboxUser", "ACLableSyncedRemoteMailUser",
        "ACLableSyncedUSGasContact", "SyncedUSGasUSG", "SecurityDistributionGroup",
    ]

    private func names(_ facts: FilterFacts) -> [String] {
        var names = facts.values.map(\.name)
        if facts.name == "RecipientDisplayType" { names += Self.displayTypes.filter { !names.contains($0) } }
        let sources = [facts.valuesFrom, (cmdlet, facts.name)].compactMap { $0 }
        for (cmdlet, parameter) in sources {
            for name in CmdletCatalogue.cmdlet(named: cmdlet)?.parameter(named: parameter)?.values ?? []
            where !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func typeName(_ facts: FilterFacts) -> String {
        switch facts.kind {
        case "bool": "True or False"
        case "int": facts.isUnlimited ? "a whole number or Unlimited" : "a whole number"
        case "size": facts.isUnlimited ? "a size or Unlimited" : "a size"
        case "filetime", "datetime": "a date"
        case "timespan": "a span of time"
        case "guid": "a GUID"
        case "enum": "one of its names"
        case "null", "presence": "$null alone"
        default: "a text"
        }
    }
}
