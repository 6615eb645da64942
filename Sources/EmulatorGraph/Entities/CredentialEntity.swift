import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON

/// Secrets, certificates and federated credentials as Graph shows and reads them.
enum CredentialEntity {
    /// A secret; its text is there only when it was made just now.
    static func secret(_ record: ClientSecretRecord, text: String? = nil) -> JSONObject {
        [
            "customKeyIdentifier": nil,
            "displayName": record.displayName.map { .string($0) } ?? .null,
            "endDateTime": .string(GraphDate.text(record.expiresOn)),
            "hint": .string(record.hint),
            "keyId": .string(record.keyID),
            "secretText": text.map { .string($0) } ?? .null,
            "startDateTime": .string(GraphDate.text(record.startsOn)),
        ]
    }

    static func key(_ record: KeyCredentialRecord, showsKey: Bool = false) -> JSONObject {
        [
            "customKeyIdentifier": record.customKeyIdentifier.map { .string($0) } ?? .null,
            "displayName": record.displayName.map { .string($0) } ?? .null,
            "endDateTime": .string(GraphDate.text(record.endsOn)),
            "hasExtendedValue": nil,
            "key": showsKey ? .string(record.certificate) : .null,
            "keyId": .string(record.keyID),
            "startDateTime": .string(GraphDate.text(record.startsOn)),
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
        ]
    }

    static func federated(_ record: FederatedCredentialRecord) -> JSONObject {
        [
            "id": .string(record.id),
            "name": .string(record.name),
            "issuer": .string(record.issuer),
            "subject": .string(record.subject),
            "description": record.explanation.map { .string($0) } ?? .null,
            "audiences": .array(record.audiences.map { .string($0) }),
        ]
    }

    /// Reads a certificate.
    static func draft(_ body: GraphBody) throws -> Certificates.Draft {
        var body = body
        var draft = Certificates.Draft()
        draft.keyID = try body.text("keyId")
        draft.displayName = try body.text("displayName")
        draft.customKeyIdentifier = try body.text("customKeyIdentifier")
        draft.start = try body.date("startDateTime")
        draft.end = try body.date("endDateTime")
        let type = try body.text("type") ?? "AsymmetricX509Cert"
        let usage = try body.text("usage") ?? "Verify"
        guard type == "AsymmetricX509Cert", usage == "Verify" else {
            throw AdministrationError(
                "The emulator takes key credentials of the type AsymmetricX509Cert and the usage Verify alone."
            )
        }
        if let text = try body.text("key", limit: 131_072) {
            guard let bytes = Base64.decodeTolerantly(Array(text.utf8)), !bytes.isEmpty else {
                throw body.invalid("key")
            }
            draft.key = bytes
        }
        _ = body.value("hasExtendedValue")
        try body.finish()
        return draft
    }
}
