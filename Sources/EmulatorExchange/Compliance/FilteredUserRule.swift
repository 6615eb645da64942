import EmulatorCore
import ExoJSON

/// Who a filter of searches is for, and what it is about; the words of the refusals are guesses.
///
/// See https://learn.microsoft.com/purview/ediscovery-search-permissions-filters.
struct FilteredUserRule: ObjectRule {
    private static let (users, filters) = ("Users", "Filters")
    private static let everybody = "all"
    /// What properties of each sort begin with; those of sites and of what is in them are one.
    private static let sorts = [
        "mailbox": "Mailbox", "mailboxcontent": "MailboxContent", "site": "Site", "sitecontent": "Site",
    ]

    func takes(_ parameter: String) -> Bool { parameter == "User" }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        if draft.changes(Self.users) {
            let users = draft.texts(Self.users)
            for user in users where !(users.count == 1 && user.lowercased() == Self.everybody) {
                guard try Self.isKnown(user, scope) else {
                    throw AdminAPIError.invalidOperation("\"\(user)\" is neither a user nor a role group.")
                }
            }
        }
        guard draft.changes(Self.filters) else { return }
        for filter in draft.texts(Self.filters) where Self.sorts(in: filter).count > 1 {
            throw AdminAPIError.invalidOperation(
                "The filter \"\(filter)\" has conditions of more than one type. Use a list of filters."
            )
        }
    }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        guard let user = call.text("User")?.lowercased() else { return true }
        return object.texts(Self.users).contains { $0.lowercased() == user }
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        ["FilterName": .string(object.name)]
    }

    /// Whether a name is that of somebody or of a role group: no other group has a filter.
    private static func isKnown(_ name: String, _ scope: CallScope) throws -> Bool {
        if let recipient = try scope.objects.recipient(named: name) {
            return RecipientTypes.users.contains(recipient.typeDetails)
        }
        try ComplianceNoun.roleGroup.prepare(scope)
        return try scope.objects.objects(of: ComplianceNoun.roleGroup.objectClass).contains { group in
            [group.name, group.text("DisplayName")].contains { $0?.lowercased() == name.lowercased() }
        }
    }

    /// The sorts of properties that a filter names outside its values.
    private static func sorts(in filter: String) -> Set<String> {
        let parts = filter.split(separator: "'", omittingEmptySubsequences: false).enumerated()
        let words = parts.filter { $0.offset.isMultiple(of: 2) }.flatMap { part in
            part.element.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        }
        return Set(
            words.compactMap { word in
                word.firstIndex(of: "_").flatMap { sorts[word[..<$0].lowercased()] }
            }
        )
    }
}
