import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Which objects a Get- cmdlet wants, after the parameters that many of them share.
struct Selection: Sendable {
    /// The recipient types in detail, `nil` for any.
    let types: Set<String>?
    let states: Set<ExchangeObject.State>
    private let filters: [RecipientFilter]
    private let memberships: Memberships?
    private let search: String?
    private let recipientTypes: Set<String>?
    private let onlyWithArchive: Bool
    private let plan: String?
    private let manager: String?
    private let isEmpty: Bool
    private let isOfGone: Bool
    /// Finds objects by the index, among which all are that are wanted; `nil` where only a walk through all does.
    let index: IndexSearch?
    /// Tells of objects that are not wanted, before they are read.
    let screen: FilterScreen?
    /// What objects of the noun show that say nothing, where that is not the shape's default.
    let unsaid: JSONObject
    private let isImportant: Bool
    private let isForMuchMail: Bool
    private let now: ServiceDate

    init(_ call: BoundCall, view: NounView, scope: CallScope) throws {
        let cmdlet = call.facts.name
        isOfGone = try call.text("OrganizationalUnit").map(scope.isUnitOfGone) ?? false
        types = Self.types(call, view: view)
        states = Self.states(call)
        let filters =
            try [call.text("Filter").map { try FilterProperties.filter($0, of: cmdlet, shape: view.shape) }]
            .compactMap(\.self)
            + [
                call.text("RecipientPreviewFilter").map {
                    try FilterProperties.recipientFilter($0, parameter: "RecipientPreviewFilter")
                }
            ].compactMap(\.self)
        self.filters = filters
        let asksForGroups = filters.contains { $0.mentions(Memberships.properties) }
        memberships = asksForGroups ? try Memberships(scope) : nil
        let search = Self.search(call)
        self.search = search
        index = IndexSearch.narrowing(filters: filters, search: search, types: types, states: states, shape: view.shape)
        unsaid = try scope.standing.unsaidPolicies(of: view, scope.objects)
        screen = FilterScreen(filters, view: view, names: scope.objects.names, unsaid: unsaid)
        recipientTypes = call.texts("RecipientType").map(Set.init)
        onlyWithArchive = call.isOn("Archive")
        plan = try call.text("MailboxPlan").map { try Self.plan($0, scope) }
        manager = try call.text("ManagedBy").map { try scope.object(named: $0, in: .recipient).name }
        now = scope.now
        isImportant = call.isOn("IsVIP")
        isForMuchMail = call.isForMuchMail
        // Everybody signs in here, and there are neither migration mailboxes nor other folders.
        let isFederated = call.text("AuthenticationType").map { $0.lowercased() == "federated" } ?? false
        isEmpty = isFederated || call.isOn("Migration") || call.isOn("SharedWithMailUser")
    }

    /// Whether a filter is about one of these properties, in small letters.
    func mentions(_ properties: Set<String>) -> Bool { filters.contains { $0.mentions(properties) } }

    /// Whether an object of the types and states is wanted.
    func accepts(_ object: ExchangeObject, builder: RowBuilder) -> Bool {
        guard !isEmpty, !MailboxLife.isOver(object, now: now) else { return false }
        if isOfGone, object.state == .active { return false }
        if isImportant, object.properties["Vip"] != true { return false }
        if isForMuchMail, object.properties["HVEAccount"] != true { return false }
        if let recipientTypes, !recipientTypes.contains(RecipientTypes.recipientType(of: object.typeDetails)) {
            return false
        }
        if onlyWithArchive, object.text("ArchiveStatus") != "Active" { return false }
        if let plan, object.text("MailboxPlan") != plan { return false }
        if let manager, !object.texts("ManagedBy").contains(manager) { return false }
        if let search, !Self.resolves(search, object) { return false }
        guard !filters.isEmpty else { return true }
        let subject = FilteredObject(object: object, row: builder.row(object), memberships: memberships)
        return filters.allSatisfy { $0.matches(subject) }
    }

    /// The name of the plan that an identity means.
    private static func plan(_ identity: String, _ scope: CallScope) throws -> String {
        try MailboxPlans(scope).makeFirst(of: PlanReader.plans)
        let plans = try scope.objects.objects(of: PlanReader.plans.objectClass)
        guard let plan = plans.first(where: { MailboxPlans.isCalled(identity, $0) }) else {
            throw AdminAPIError.notFound(identity, noun: "MailboxPlan")
        }
        return plan.name
    }

    private static func types(_ call: BoundCall, view: NounView) -> Set<String>? {
        guard let all = view.types else { return nil }
        if call.isOn("GroupMailbox") { return [RecipientTypes.groupMailbox] }
        if call.isOn("PublicFolder") { return ["PublicFolderMailbox"] }
        guard let wanted = call.texts("RecipientTypeDetails") else {
            // A listing of recipients has groups of Microsoft 365 only where their type is named.
            let isOfAll = view.noun == NounView.recipient.noun && call.text("Identity") == nil
            return isOfAll ? all.subtracting([RecipientTypes.groupMailbox]) : all
        }
        return all.union(RecipientTypes.system).intersection(wanted)
    }

    private static func states(_ call: BoundCall) -> Set<ExchangeObject.State> {
        if call.isOn("InactiveMailboxOnly") { return [.inactive] }
        if call.isOn("SoftDeletedMailbox") || call.isOn("SoftDeletedMailUser") { return [.softDeleted, .inactive] }
        if call.isOn("IncludeSoftDeletedGroups") { return [.active, .softDeleted, .inactive] }
        if call.isOn("IncludeInactiveMailbox") { return [.active, .inactive] }
        return call.isOn("IncludeSoftDeletedRecipients") ? [.active, .softDeleted] : [.active]
    }

    /// What `-Anr` looks for, in small letters; stars at its end say nothing more.
    static func search(_ call: BoundCall) -> String? {
        call.text("Anr").map { text in String(text.lowercased().reversed().drop { $0 == "*" }.reversed()) }
    }

    /// Ambiguous name resolution: the start of a name of any kind, or of a word in it.
    static func resolves(_ search: String, _ object: ExchangeObject) -> Bool {
        IndexEntry.resolvable(object).contains { name in
            let lower = name.lowercased()
            return lower.hasPrefix(search) || lower.split(separator: " ").contains { $0.hasPrefix(search) }
        }
    }
}
