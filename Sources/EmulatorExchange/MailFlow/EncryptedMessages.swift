import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// A message that somebody asks to read no longer, by the id in its head.
///
/// A message is encrypted where a rule of mail flow that encrypts met it on its way. People outside read it through a link, so
/// that it can be revoked. See https://learn.microsoft.com/purview/revoke-ome-encrypted-mail.
struct EncryptedMessage: Sendable {
    /// The actions of rules that encrypt.
    private static let encrypting = ["ApplyOME", "ApplyRightsProtectionTemplate"]

    let message: TrafficMessage
    let isRevocable: Bool
    let isRevoked: Bool

    /// - Throws: ``AdminAPIError``: not found.
    init(_ call: BoundCall, _ scope: CallScope) throws {
        let id = call.text("MessageId") ?? ""
        let wanted = Self.bare(id)
        let traffic = try Traffic(scope)
        let messages = traffic.messages(from: traffic.now.adding(days: -Traffic.days), through: traffic.now)
            .filter { Self.bare($0.messageID) == wanted }
        guard let message = messages.first else { throw AdminAPIError.notFound(id, noun: "OMEMessageStatus") }
        let rules = try scope.objects.objects(of: SettingNoun("TransportRule").objectClass).filter { rule in
            // A rule that is only tried out does nothing to a message.
            (rule.text("Mode") ?? "Enforce") == "Enforce"
                && Self.encrypting.contains { RuleWords.isSet(rule.properties[$0]) }
        }
        self.message = message
        isRevocable = messages.contains { message in
            message.direction == .outbound && rules.contains { TransportRuleHits(rule: $0).contain(message) }
        }
        isRevoked = try ContentStore(scope).entry(.revokedMessage, key: wanted) != nil
    }

    private static func bare(_ id: String) -> String { id.lowercased().filter { $0 != "<" && $0 != ">" } }

    /// Keeps others from reading it, or lets them again.
    func revoke(_ isRevoked: Bool, _ scope: CallScope) throws {
        let store = ContentStore(scope)
        let key = Self.bare(message.messageID)
        if isRevoked {
            try store.put(.revokedMessage, key: key, [:], at: scope.now)
        } else {
            try store.remove(.revokedMessage, key: key)
        }
    }
}

/// Get-OMEMessageStatus: whether an encrypted message can be revoked, and whether it is.
struct EncryptedMessageReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let found = try EncryptedMessage(call, scope)
        let noun = call.facts.noun
        let row = ObjectShape.of(noun: noun).row(
            found.message.messageID,
            [
                "Identity": .string(found.message.messageID), "MessageId": .string(found.message.messageID),
                "Subject": .string(found.message.subject), "IsRevocable": .bool(found.isRevocable),
                "Revoked": .bool(found.isRevoked),
            ]
        )
        return .row(noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["MessageId"], shape: nil) }
}

/// Set-OMEMessageRevocation: keeps the recipients of an encrypted message from reading it.
struct EncryptedMessageRevoker: CmdletHandler {
    /// The message, found before the store is written to, since all traffic is looked through.
    private var found: EncryptedMessage?

    init() {}

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        var handler = self
        handler.found = try EncryptedMessage(call, scope)
        return handler
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let found = try found ?? EncryptedMessage(call, scope)
        let isRevoked = call.isOn("Revoke")
        let name = "\"\(found.message.subject)\" and Message ID \"\(found.message.messageID)\""
        guard found.isRevocable else {
            // The words are a guess.
            throw AdminAPIError.invalidOperation("The email with the subject \(name) can't be revoked.")
        }
        try scope.context.store.write { _ in try found.revoke(isRevoked, scope) }
        // What is said of a message that may be read again is a guess.
        let outcome = isRevoked ? "was successfully revoked." : "is no longer revoked."
        return .texts(["The encrypted email with the subject \(name) \(outcome)"], in: scope)
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["MessageId", "Revoke"], shape: nil) }
}
