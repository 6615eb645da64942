import EmulatorCore
import ExoJSON

/// How rules of a mailbox show whom they name: `"Alex Wilber" [EX:/o=…]`, and people outside by their address; folders by
/// their name alone.
struct RuleRecipients: Sendable {
    private static let properties = [
        "ForwardTo", "RedirectTo", "ForwardAsAttachmentTo", "From", "SentTo", "ExceptIfFrom", "ExceptIfSentTo",
    ]

    private static let folders = ["CopyToFolder", "MoveToFolder"]

    let objects: ObjectStore

    /// The values of a rule that name recipients and folders: as rows show them, and as descriptions do.
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
        for property in Self.folders {
            guard let place = rule.text(property) else { continue }
            let name = Self.folderName(place)
            shown[property] = .string(name)
            named[property] = .string(name)
        }
        return (shown, named)
    }

    /// The name of the folder of an identity such as `adele:\Archive\Bills`.
    private static func folderName(_ identity: String) -> String {
        let path = identity.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
        return path.split(separator: "\\").last.map(String.init) ?? identity
    }

    private func recipient(_ identity: String) throws -> (name: String, place: String) {
        let found = try objects.recipient(named: identity)
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
