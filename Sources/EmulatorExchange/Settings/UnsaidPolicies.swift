import EmulatorCore
import ExoJSON

/// Policies that mailboxes have without saying so, since every organization has them from the beginning: they may be called
/// anew or taken away, and another one may be given to new mailboxes.
enum UnsaidPolicies {
    /// The nouns of the policies, which are the properties that name one too.
    static let nouns = ["OwaMailboxPolicy", "RetentionPolicy", "SharingPolicy"]
}

extension ObjectStore {
    /// What objects show that say nothing of their policies, where it is not the shape's default: another name, or null for a
    /// policy that is gone.
    ///
    /// Mailboxes are many, so none is written when such a policy changes.
    ///
    /// - Throws: `DatabaseError`.
    func unsaidPolicies(of shape: ObjectShape) throws -> JSONObject {
        let wanted = UnsaidPolicies.nouns.compactMap { noun in
            shape.property(noun)?.fallback.stringValue.flatMap { $0.isEmpty ? nil : (noun: noun, name: $0) }
        }
        var shown: JSONObject = [:]
        for (policy, current) in zip(wanted, try firstNames(of: wanted)) {
            guard let current, current != policy.name else { continue }
            // In older stores the first ones have other GUIDs.
            let name = try current.isEmpty ? self.policy(policy.name, policy.noun)?.name : current
            if name != policy.name { shown[policy.noun] = name.map { JSONValue.string($0) } ?? .null }
        }
        return shown
    }

    /// What policies are called now that every organization has from the beginning.
    ///
    /// Every listing of mailboxes asks, so it is one look.
    ///
    /// - Returns: For each its name, empty where it is gone; `nil` where nobody looked at those of its noun yet.
    private func firstNames(of policies: [(noun: String, name: String)]) throws -> [String?] {
        guard !policies.isEmpty else { return [] }
        return try store.read { connection in
            try policies.map { policy in
                try connection.first(
                    """
                    SELECT coalesce((SELECT name FROM exchange_object WHERE tenant_id = ?1 AND guid = ?3), '') \
                    FROM exchange_noun WHERE tenant_id = ?1 AND noun = ?2
                    """,
                    [
                        names.tenantID, policy.noun,
                        SeedIdentifier.make("setting", names.tenantID, policy.noun, policy.name),
                    ]
                ) { try $0.text() }
            }
        }
    }

    /// What a new object says of its policies: those that are the default, where that is not the shape's.
    ///
    /// - Throws: `DatabaseError`.
    func policiesOfNewObjects(_ shape: ObjectShape) throws -> JSONObject {
        let unsaid = try unsaidPolicies(of: shape)
        var said: JSONObject = [:]
        for noun in UnsaidPolicies.nouns {
            guard let fallback = shape.property(noun)?.fallback, try hasFirstObjects(of: noun) else { continue }
            let chosen = try objects(of: .setting(noun: noun)).first { SettingDefault.isMarked($0) }
            let name = chosen.map { JSONValue.string($0.name) } ?? .null
            if name != fallback || unsaid[noun] != nil { said[noun] = name }
        }
        return said
    }

    /// Gives a new mailbox the settings of clients that are not what everybody has.
    ///
    /// - Throws: `DatabaseError`.
    func beginClientSettings(of mailbox: ExchangeObject, now: ServiceDate) throws {
        let settings = RecipientSettings("CASMailbox", of: RecipientTypes.mailboxes)
        let said = try policiesOfNewObjects(settings.view.shape)
        guard !said.members.isEmpty, try settings.settings(of: mailbox, in: self) == nil else { return }
        var object = settings.empty(of: mailbox, now: now)
        object.properties = said
        try insert(object)
    }

    private func policy(_ identity: String, _ noun: String) throws -> ExchangeObject? {
        try objects(named: identity, of: .setting(noun: noun)) { _ in true }.first
    }
}
