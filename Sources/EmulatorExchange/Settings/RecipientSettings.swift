import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Settings that every recipient of some types has: they show the recipient's names and what was set.
struct RecipientSettings: Sendable {
    let view: NounView
    private let objectClass: ExchangeObject.Class

    init(_ noun: String, of types: Set<String>) {
        view = .recipients(noun, types)
        objectClass = .setting(noun: noun)
    }

    /// The policy of a mailbox's phones, which is the default one where nobody chose another.
    fileprivate static let devicePolicy = "ActiveSyncMailboxPolicy"

    /// How many a place holds, which its mailbox says.
    fileprivate static let capacity = "Capacity"

    /// What was set for a recipient, `nil` before anything was.
    func settings(of recipient: ExchangeObject, in objects: ObjectStore) throws -> ExchangeObject? {
        try objects.objects(ownedBy: recipient, objectClass).first
    }

    /// - Parameters:
    ///   - objects: Where the settings are.
    ///   - now: When they are shown.
    ///   - devices: Who has a phone, for settings that show it.
    /// - Returns: What shows a recipient with its settings.
    /// - Throws: `DatabaseError`.
    func builder(_ objects: ObjectStore, now: ServiceDate, devices: DevicePartnerships? = nil) throws -> RowBuilder {
        let unsaid = try objects.unsaidPolicies(of: view.shape)
        return RowBuilder(view: view, names: objects.names, devices: devices, unsaid: unsaid) { recipient in
            let settings = try settings(of: recipient, in: objects)
            var shown = first(of: recipient, language: settings?.text("Language"))
            shown["MailboxOwnerId"] = .string(recipient.name)
            if view.noun == "MailboxAuditBypassAssociation" { shown["ObjectId"] = .string(recipient.name) }
            if view.noun == "MailboxAutoReplyConfiguration" {
                // Nobody said when: from this hour on, for a day.
                let hour = ServiceDate(ticks: now.ticks - now.ticks % (ServiceDate.ticksOfADay / 24))
                shown["StartTime"] = hour.json
                shown["EndTime"] = hour.adding(days: 1).json
            }
            if view.noun == "Clutter" {
                shown["IsEnabled"] = settings?.properties["Enable"] ?? false
                shown["MailboxIdentity"] = .string(recipient.name)
            }
            let hasDefault = view.noun == "CASMailbox" && settings?.text(Self.devicePolicy) == nil
            if view.noun == "CASMailbox" { shown["ActiveSyncMailboxPolicyIsDefaulted"] = .bool(hasDefault) }
            for member in settings?.properties.members ?? []
            where member.name != Self.capacity && !(hasDefault && member.name == Self.devicePolicy) {
                shown[member.name] = member.value
            }
            if view.noun == "HVEAccountBillingPolicy", settings?.text("BillingPolicyId") != nil {
                // Nobody makes policies of billing here, so that each is taken to be in order (a guess).
                shown["BillingPolicyStatus"] = "BillingPolicyValid"
            }
            return shown
        }
    }

    /// What holds for recipients of a kind beside the noun's defaults: rooms and equipment answer by themselves, and people
    /// have the language and time of their country.
    ///
    /// - Parameters:
    ///   - recipient: The recipient.
    ///   - language: The language that was chosen for its mailbox.
    /// - Returns: The values.
    fileprivate func first(of recipient: ExchangeObject, language: String? = nil) -> JSONObject {
        switch view.noun {
        case "CalendarProcessing" where ["RoomMailbox", "EquipmentMailbox"].contains(recipient.typeDetails):
            ["AutomateProcessing": "AutoAccept"]
        case "MailboxCalendarConfiguration":
            Region.of(recipient).map { ["WorkingHoursTimeZone": .string($0.timeZone)] } ?? [:]
        case "MailboxRegionalConfiguration":
            Region.of(recipient)?.values(language: language) ?? language.flatMap(Region.speaking)?.forms ?? [:]
        case "Place": Self.place(recipient)
        default: [:]
        }
    }

    /// What kind of place a recipient is.
    fileprivate static func kind(of recipient: ExchangeObject) -> String {
        switch recipient.typeDetails {
        case "RoomList": "RoomList"
        case "RoomMailbox": "Room"
        default: ""
        }
    }

    /// The types of recipients that a listing is about: lists of rooms only where they are asked for (a guess).
    fileprivate func types(ofKind kind: String?) -> Set<String>? {
        guard view.noun == "Place" else { return view.types }
        return kind == "roomlist" ? ["RoomList"] : view.types?.subtracting(["RoomList"])
    }

    private static func place(_ recipient: ExchangeObject) -> JSONObject {
        var shown: JSONObject = ["Type": .string(kind(of: recipient))]
        shown[capacity] = recipient.properties["ResourceCapacity"]
        return shown
    }

    /// A recipient's settings with nothing said yet.
    func empty(of recipient: ExchangeObject, now: ServiceDate) -> ExchangeObject {
        var object = ExchangeObject(
            tenantID: recipient.tenantID,
            objectClass: objectClass,
            guid: SeedIdentifier.make("recipientSetting", view.noun, recipient.tenantID, recipient.guid),
            name: recipient.guid,
            created: now,
            changed: now
        )
        object.owner = recipient.guid
        return object
    }
}

/// Get- of settings that belong to recipients.
struct RecipientSettingsReader: CmdletHandler {
    let settings: RecipientSettings

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let showsDevices = settings.view.shape.place(of: DevicePartnerships.property) != nil
        let devices = showsDevices ? try DevicePartnerships(scope, isOfOne: call.text("Identity") != nil) : nil
        let builder = try settings.builder(scope.objects, now: scope.now, devices: devices)
        let selection = try SettingSelection(call, shape: settings.view.shape)
        let source: ObjectListing.Source
        var limit: Int?
        if let identity = call.text("Identity") {
            source = .sequences {
                let object = try scope.object(named: identity, in: settings.view)
                return selection.accepts(try builder.shown(object)) ? [object.sequence] : []
            }
        } else {
            limit = try ResultSize.limit(of: call)
            let search = Selection.search(call)
            try scope.requireUnit(call.text("OrganizationalUnit"))
            let kind = settings.view.noun == "Place" ? call.text("Type")?.lowercased() : nil
            source = .scan(types: settings.types(ofKind: kind), states: [.active]) { recipient in
                let isOfKind = kind.map { $0 == RecipientSettings.kind(of: recipient).lowercased() } ?? true
                guard isOfKind, search.map({ Selection.resolves($0, recipient) }) ?? true else {
                    return false
                }
                return selection.accepts(try builder.shown(recipient))
            }
        }
        return .listing(ObjectListing(builder: builder, source: source, limit: limit))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: SettingSelection.control.union(["Anr", "OrganizationalUnit"]),
            shape: settings.view.shape
        )
    }
}

/// Set- of settings that belong to recipients.
struct RecipientSettingsWriter: CmdletHandler {
    let settings: RecipientSettings

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            guard let identity = call.text("Identity") else { throw AdminAPIError.withoutIdentity(call.facts.name) }
            let recipient = try scope.object(named: identity, in: settings.view)
            let stored = try settings.settings(of: recipient, in: scope.objects)
            let object = stored ?? settings.empty(of: recipient, now: scope.now)
            var draft = ObjectDraft(object: object, shape: settings.view.shape)
            for (parameter, value) in call.parameters where !Self.control.contains(parameter) {
                try draft.set(parameter, value)
            }
            if call.isOn(Self.reset) { draft.object.properties = [:] }
            if settings.view.noun == RegionalFormats.noun {
                // What follows from the language is said by nobody.
                for name in RegionalFormats.emptied(in: call) { draft.object.properties[name] = nil }
                try RegionalFormats.check(draft, beginningWith: settings.first(of: recipient)["Language"]?.stringValue)
            }
            for name in ["InternalMessage", "ExternalMessage"] where settings.view.noun == Self.replies {
                guard draft.changes(name), let text = draft.object.text(name), !text.isEmpty else { continue }
                guard !text.lowercased().contains("<html") else { continue }
                draft.store(name, .string("<html>\n<body>\n\(text)\n</body>\n</html>\n"))
            }
            if settings.view.noun == "FocusedInbox", call["FocusedInboxOn"] != nil {
                draft.store("FocusedInboxOnLastUpdateTime", scope.now.json)
            }
            if call.isOn(Self.localize) { draft.store("DefaultFolderNameMatchingUserLanguage", "True") }
            try SettingMeaning.check(draft, call, of: settings.view.noun)
            if settings.view.noun == JunkListCheck.noun { try JunkListCheck.check(draft, of: recipient, scope) }
            // The noun's default is no default for this recipient, and so is kept.
            for name in settings.first(of: recipient, language: draft.object.text("Language")).names
            where call[name] != nil && draft.object.properties[name] == nil
                && !RegionalFormats.emptied(in: call).contains(name)
            {
                draft.object.properties[name] = draft.value(name)
            }
            let title = scope.objects.names.title(of: recipient)
            if call.isQuestion { return .confirmation("Setting \(settings.view.words) \"\(title)\".") }
            let isResized = try resize(recipient, after: &draft, scope)
            let output =
                isResized && !draft.isChanged
                ? .done(warnings: []) : try scope.save(draft, title: title, isNew: stored == nil)
            guard call.isOn(Self.localize) else { return output }
            // Named in the mailbox's language.
            let first = settings.first(of: recipient)["Language"]?.stringValue
            let language = draft.object.text("Language") ?? first ?? "en-US"
            let isKnown = try FolderNames.use(language, for: recipient, in: ContentStore(scope))
            return .done(
                warnings: isKnown ? [] : ["The emulator has no names of folders in \(language); they keep theirs."]
            )
        }
    }

    /// Has the mailbox say how many a place holds; whether it says something else now.
    private func resize(_ recipient: ExchangeObject, after draft: inout ObjectDraft, _ scope: CallScope) throws -> Bool
    {
        let name = RecipientSettings.capacity
        guard let size = draft.object.properties[name], draft.changes(name) else { return false }
        draft.object.properties[name] = draft.original.properties[name]
        guard recipient.properties["ResourceCapacity"] != size else { return false }
        var room = recipient
        room.properties["ResourceCapacity"] = size
        room.changed = scope.now
        try scope.objects.update(room)
        return true
    }

    private static let replies = "MailboxAutoReplyConfiguration"
    private static let localize = "LocalizeDefaultFolderName"
    /// The switch that brings all settings back to what they were first.
    private static let reset = "ResetSettings"
    private static let control = SettingWriter.control.union([localize, reset])

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.control, shape: settings.view.shape)
    }
}
