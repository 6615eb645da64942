import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// The account or group of a recipient in the directory, which follows what Exchange is told.
struct RecipientAccount {
    let scope: CallScope

    /// Changes the account or group of an object that is stored.
    ///
    /// - Throws: ``AdminAPIError`` in the service's words for a directory that refuses.
    func follow(_ draft: ObjectDraft) throws {
        let saysMore = draft.password != nil || !draft.later.isEmpty
        guard saysMore || !draft.changes.isDisjoint(with: Self.shared) else { return }
        guard let id = draft.object.text("ExternalDirectoryObjectId") else { return }
        if RecipientTypes.groups.contains(draft.object.typeDetails) { return try followGroup(id, draft) }
        guard let before = try scope.context.directory.user(id: id), before.tenantID == scope.tenant.id else { return }
        let users = scope.users
        try scope.asking {
            let after = try Self.changed(before, draft)
            if after != before { try users.update(after) }
            if let password = draft.password { try users.setPassword(password.text, ofUser: id, mustChange: false) }
            for change in draft.later { try change(users, id) }
        }
    }

    /// The properties that the directory has too.
    private static let shared: Set<String> = Set(
        UserFacts.columns.map(\.property) + UserFacts.members.map(\.property) + UserFacts.ownForms + [
            "AccessType", "AccountDisabled", "Alias", "Description", "DisplayName", "EmailAddresses", "ManagedBy",
            "Notes",
            "UserPrincipalName",
        ]
    )

    private func followGroup(_ id: String, _ draft: ObjectDraft) throws {
        guard var group = try scope.context.directory.group(id: id), group.tenantID == scope.tenant.id else { return }
        let before = group
        if draft.changes("DisplayName"), let name = draft.object.text("DisplayName") { group.displayName = name }
        if draft.changes("Alias"), let alias = draft.object.text("Alias") { group.mailNickname = alias }
        if draft.changes("EmailAddresses"), let address = draft.object.primaryAddress {
            group.mail = address
            let proxies = UserFacts.proxies(of: draft.object)
            group.document = try UserFacts.document(group.document, with: "proxyAddresses", proxies)
        }
        for property in ["Description", "Notes"] where draft.changes(property) {
            let text = draft.object.texts(property).joined(separator: "\n")
            group.explanation = text.isEmpty ? nil : text
        }
        if draft.changes("AccessType") {
            group.document = try UserFacts.document(group.document, with: "visibility", draft.value("AccessType"))
        }
        let changed = group
        try scope.asking {
            if changed != before { try scope.groups.update(changed) }
            if draft.changes("ManagedBy") { try replaceOwners(of: id, with: draft.object.texts("ManagedBy")) }
        }
    }

    /// Makes the people among some recipients the owners of a group.
    func replaceOwners(of id: String, with names: [String]) throws {
        let owners = try names.compactMap { name in
            try scope.objects.objects(named: name, of: .recipient) {
                $0.state == .active && RecipientTypes.users.contains($0.typeDetails)
            }.first?.memberID
        }
        let before = try scope.context.directory.owners(of: id)
        for owner in before where !owners.contains(owner) { try scope.groups.remove(owner, from: id, asOwner: true) }
        for owner in Set(owners) where !before.contains(owner) { try scope.groups.add(owner, to: id, asOwner: true) }
    }

    private static func changed(_ user: UserRecord, _ draft: ObjectDraft) throws -> UserRecord {
        var user = user
        if draft.changes("DisplayName"), let name = draft.object.text("DisplayName") { user.displayName = name }
        if draft.changes("EmailAddresses"), let address = draft.object.primaryAddress {
            user.mail = address
            let proxies = UserFacts.proxies(of: draft.object)
            user.document = try UserFacts.document(user.document, with: "proxyAddresses", proxies)
        }
        if draft.changes("Alias"), let alias = draft.object.text("Alias") { user.mailNickname = alias }
        if draft.changes("UserPrincipalName"), let name = draft.object.text("UserPrincipalName") {
            user.userPrincipalName = name
        }
        if draft.changes("AccountDisabled") { user.accountEnabled = draft.value("AccountDisabled") != true }
        for fact in UserFacts.columns where draft.changes(fact.property) {
            user[keyPath: fact.member] = draft.object.text(fact.property)
        }
        for fact in UserFacts.members where draft.changes(fact.property) {
            let text = draft.object.text(fact.property).map { JSONValue.string($0) } ?? .null
            let value: JSONValue = fact.isList ? (text.isNull ? [] : [text]) : text
            user.document = try UserFacts.document(user.document, with: fact.member, value)
        }
        user.document = try UserFacts.document(user.document, following: draft)
        return user
    }
}
