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
    /// Finds objects by the index, among which all are that are wanted; `nil` where only a walk through all does.
    let index: IndexSearch?

    init(_ call: BoundCall, view: NounView, scope: CallScope) throws {
        let cmdlet = call.facts.name
        types = Self.types(call, view: view)
        states = Self.states(call)
        let filters = try ["Filter", "RecipientPreviewFilter"].compactMap { name in
            try call.text(name).map { try FilterProperties.filter($0, of: cmdlet, shape: view.shape) }
        }
        self.filters = filters
        let asksForGroups = filters.contains { $0.mentions(Memberships.properties) }
        memberships = asksForGroups ? try Memberships(scope) : nil
        let search = call.text("Anr")?.lowercased()
        self.search = search
        index = IndexSearch.narrowing(filters: filters, search: search, types: types, states: states, shape: view.shape)
        recipientTypes = call.texts("RecipientType").map(Set.init)
        onlyWithArchive = call.isOn("Archive")
        plan = try call.text("MailboxPlan").map { try Self.plan($0, tenant: scope.tenant.id) }
        manager = try call.text("ManagedBy").map { try scope.object(named: $0, in: .recipient).name }
        // There are neither public folders nor migration mailboxes, no other folders, no important people.
        let unit = call.text("OrganizationalUnit")?.lowercased()
        let names = scope.objects.names
        let isForeign =
            unit.map { ![names.organizationalUnit.lowercased(), names.initialDomain].contains($0) } ?? false
        isEmpty = isForeign || ["PublicFolder", "Migration", "IsVIP"].contains(where: call.isOn)
    }

    /// Whether a filter is about one of these properties, in small letters.
    func mentions(_ properties: Set<String>) -> Bool { filters.contains { $0.mentions(properties) } }

    /// Whether an object of the types and states is wanted.
    func accepts(_ object: ExchangeObject, builder: RowBuilder) -> Bool {
        guard !isEmpty else { return false }
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

    /// The tenant's plan, which an identity has to name.
    private static func plan(_ identity: String, tenant: String) throws -> String {
        let name = ExchangeObjectMaker.planName(of: tenant)
        let names = [
            name, ExchangeObjectMaker.planLabel, String(name.dropFirst(ExchangeObjectMaker.planLabel.count + 1)),
        ]
        guard names.contains(where: { $0.lowercased() == identity.lowercased() }) else {
            throw AdminAPIError.notFound(identity, noun: "MailboxPlan")
        }
        return name
    }

    private static func types(_ call: BoundCall, view: NounView) -> Set<String>? {
        guard let all = view.types else { return nil }
        if call.isOn("GroupMailbox") { return [RecipientTypes.groupMailbox] }
        guard let wanted = call.texts("RecipientTypeDetails") else { return all }
        return all.intersection(wanted)
    }

    private static func states(_ call: BoundCall) -> Set<ExchangeObject.State> {
        if call.isOn("InactiveMailboxOnly") { return [.inactive] }
        if call.isOn("SoftDeletedMailbox") { return [.softDeleted, .inactive] }
        if call.isOn("IncludeInactiveMailbox") { return [.active, .inactive] }
        return call.isOn("IncludeSoftDeletedRecipients") ? [.active, .softDeleted] : [.active]
    }

    /// Ambiguous name resolution: the start of a name of any kind, or of a word in it.
    private static func resolves(_ search: String, _ object: ExchangeObject) -> Bool {
        IndexEntry.resolvable(object).contains { name in
            let lower = name.lowercased()
            return lower.hasPrefix(search) || lower.split(separator: " ").contains { $0.hasPrefix(search) }
        }
    }
}
