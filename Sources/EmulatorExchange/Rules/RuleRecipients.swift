import EmulatorCore
import ExoJSON

/// How rules of a mailbox show whom they name: `"Alex Wilber" [EX:/o=…]`, and people outside by their address.
struct RuleRecipients: Sendable {
    private static let properties = [
        "ForwardTo", "RedirectTo", "ForwardAsAttachmentTo", "From", "SentTo", "ExceptIfFrom", "ExceptIfSentTo",
    ]

    let objects: ObjectStore

    /// The values of a rule that name recipients: as rows show them, and as descriptions do.
    ///
    /// - Throws: `DatabaseError`.
    func values(of rule: ExchangeObject) throws -> (shown: JSONObject, named: JSONObject) {
        var (shown, named) = (JSONObject(), JSONObject())
        for property in Self.properties {
            let identities = rule.texts(property)
            guard !identities.isEmpty else { continue }
            let found = try identities.map(recipient)
            shown[property] = .array(found.map { .string("\"\($0.name)\" [\($0.place)]") })
            named[property] = .array(found.map { .string($0.name) })
        }
        return (shown, named)
    }

    private func recipient(_ identity: String) throws -> (name: String, place: String) {
        let found = try objects.objects(named: identity, of: .recipient) { $0.state == .active }.first
        guard let found else {
            let address = identity.lowercased().hasPrefix("smtp:") ? String(identity.dropFirst(5)) : identity
            return (address, "SMTP:\(address)")
        }
        let name = found.text("DisplayName") ?? found.name
        if let address = found.text("ExternalEmailAddress")?.split(separator: ":").last {
            return (name, "SMTP:\(address)")
        }
        return (name, "EX:\(found.text("LegacyExchangeDN") ?? found.name)")
    }
}
