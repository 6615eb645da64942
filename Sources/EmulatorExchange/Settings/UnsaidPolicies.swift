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
        var shown: JSONObject = [:]
        for noun in UnsaidPolicies.nouns {
            guard let name = shape.property(noun)?.fallback.stringValue, !name.isEmpty,
                try hasFirstObjects(of: noun)
            else { continue }
            let guid = SeedIdentifier.make("setting", names.tenantID, noun, name)
            let first = try policy(guid, noun) ?? policy(name, noun)
            if first?.name != name { shown[noun] = first.map { JSONValue.string($0.name) } ?? .null }
        }
        return shown
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
