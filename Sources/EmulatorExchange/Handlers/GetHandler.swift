import ExoJSON

/// Get- of any noun that is a view of stored objects.
struct GetHandler: CmdletHandler {
    let view: NounView
    /// Makes, for each call, what is said of an object beside it.
    var beside: (@Sendable (CallScope) throws -> @Sendable (ExchangeObject) throws -> JSONObject)?

    /// Objects of another class that a listing has among its own in order, and behind them otherwise.
    var others: (@Sendable (BoundCall, CallScope) throws -> [ExchangeObject])?

    /// Parameters that say how to list, and what many nouns choose by.
    private static let known: Set = [
        "Anr", "Archive", "AuthenticationType", "Confirm", "Filter", "GroupMailbox", "HVEAccount", "Identity",
        "IncludeAllProperties",
        "IncludeInactiveMailbox", "IncludeSoftDeletedGroups", "IncludeSoftDeletedRecipients", "InactiveMailboxOnly",
        "IsVIP", "LOBAppAccount", "MailboxPlan", "ManagedBy", "Migration", "OrganizationalUnit", "Properties",
        "PublicFolder", "RecipientPreviewFilter", "RecipientType", "RecipientTypeDetails", "ResultSize",
        "SharedWithMailUser", "SoftDeletedMailUser", "SoftDeletedMailbox", "SortBy", "Sortby", "WhatIf",
    ]

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.known, shape: nil).filter { !DisplayNameSwitches.isOne($0, of: view) }
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let selection = try Selection(call, view: view, scope: scope)
        let sortedBy = call.text("SortBy")?.lowercased() ?? ""
        let isOfOne = call.text("Identity").map { !$0.contains("*") } ?? false
        let builder = try RowBuilder(
            view: view,
            scope,
            unsaid: selection.unsaid,
            beside: said(call, in: scope),
            isOfOne: isOfOne,
            isChosenBy: { selection.mentions($0) || $0.contains(sortedBy) }
        )
        let wanted: @Sendable (ExchangeObject) -> Bool = { selection.accepts($0, builder: builder) }
        let source: ObjectListing.Source
        var limit: Int?
        var others: [ExchangeObject] = []
        if let identity = call.text("Identity") {
            source = .objects { try named(identity, selection: selection, wanted: wanted, scope: scope) }
        } else {
            limit = try ResultSize.limit(of: call)
            others = try self.others?(call, scope).filter(wanted) ?? []
            if let property = call.text("SortBy") ?? call.text("Sortby") {
                let name = try sortable(property)
                source = .sequences { [others] in
                    try sorted(by: name, selection, wanted, others, builder: builder, scope: scope)
                }
            } else {
                source = .scan(types: selection.types, states: selection.states, wanted: wanted)
            }
        }
        var listing = ObjectListing(builder: builder, source: source, limit: limit)
        listing.properties = call.texts("Properties")
        listing.index = selection.index
        listing.screen = selection.screen
        listing.behind = others.map(\.sequence)
        listing.isReading = true
        return .listing(listing)
    }

    /// What is said of objects beside them, once it is known where the cmdlet runs.
    private func said(
        _ call: BoundCall,
        in scope: CallScope
    ) throws -> (@Sendable (ExchangeObject) throws -> JSONObject)? {
        let switches = DisplayNameSwitches(call, view: view, scope: scope)
        let beside = try beside?(scope)
        guard beside != nil || switches != nil else { return nil }
        return { object in
            var members = try beside?(object) ?? [:]
            for member in try switches?.shown(of: object).members ?? [] { members[member.name] = member.value }
            return members
        }
    }

    private func named(
        _ identity: String,
        selection: Selection,
        wanted: (ExchangeObject) -> Bool,
        scope: CallScope
    ) throws -> [ExchangeObject] {
        let found = try scope.objects.objects(named: identity, of: view.objectClass) { object in
            selection.states.contains(object.state) && selection.types?.contains(object.typeDetails) ?? true
        }
        if identity.contains("*") { return found.filter(wanted) }
        guard !found.isEmpty else { throw AdminAPIError.notFound(identity, noun: view.noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: view.noun) }
        let kept = found.filter(wanted)
        guard !kept.isEmpty else { throw AdminAPIError.notFound(identity, noun: view.noun) }
        return kept
    }

    private func sortable(_ property: String) throws -> String {
        guard let name = view.shape.property(property)?.name else {
            throw AdminAPIError.transformation(
                parameter: "SortBy",
                reason: "The property \"\(property)\" isn't valid for sorting."
            )
        }
        return name
    }

    /// The wanted objects ordered by a property.
    private func sorted(
        by name: String,
        _ selection: Selection,
        _ wanted: (ExchangeObject) -> Bool,
        _ others: [ExchangeObject],
        builder: RowBuilder,
        scope: CallScope
    ) throws -> [Int64] {
        func keyed(_ object: ExchangeObject) -> (key: String, sequence: Int64) {
            let value = builder.row(object)[name]
            return ((value?.stringValue ?? value?.text() ?? "").lowercased(), object.sequence)
        }
        var all = others.map(keyed)
        let range = (after: Int64(0), through: try scope.objects.newestSequence())
        try scope.objects.forEach(
            view.objectClass,
            types: selection.types,
            states: selection.states,
            in: range,
            among: selection.index,
            screen: selection.screen
        ) { object in
            if wanted(object) { all.append(keyed(object)) }
            return true
        }
        all.sort { $0.key == $1.key ? $0.sequence < $1.sequence : $0.key < $1.key }
        return all.map(\.sequence)
    }
}
