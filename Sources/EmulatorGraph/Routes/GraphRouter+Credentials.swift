import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

extension GraphRouter {
    /// Adds or removes a secret or certificate of an app registration or service principal.
    func credentials(_ action: String, of holder: CredentialHolder) throws -> GraphReply {
        guard method == "POST" else { throw GraphError.methodNotAllowed }
        switch action {
        case "addpassword": return try addPassword(to: holder)
        case "removepassword":
            var body = try call.body(of: "PasswordCredential")
            let keyID = try body.requiredText("keyId")
            try body.finish()
            try ClientSecrets(administration: administration).remove(keyID, from: holder)
            return .noContent
        case "addkey": return try addKey(to: holder)
        default:
            var body = try call.body(of: "KeyCredential")
            let keyID = try body.requiredText("keyId")
            let proof = try body.requiredText("proof")
            try body.finish()
            try KeyProof(proof).check(for: holder, administration)
            try Certificates(administration: administration).remove(keyID, from: holder)
            return .noContent
        }
    }

    private func addPassword(to holder: CredentialHolder) throws -> GraphReply {
        var body =
            call.request.body.isEmpty
            ? GraphBody([:], of: "PasswordCredential") : try call.body(of: "PasswordCredential")
        var credential = try body.body("passwordCredential") ?? GraphBody([:], of: "PasswordCredential")
        try body.finish()
        let made = try ClientSecrets(administration: administration).add(
            to: holder,
            displayName: credential.text("displayName"),
            start: credential.date("startDateTime"),
            end: credential.date("endDateTime")
        )
        for name in ["customKeyIdentifier", "hint", "keyId"] { _ = credential.value(name) }
        guard !credential.has("secretText") || credential.value("secretText")?.isNull == true else {
            throw AdministrationError("Property 'secretText' is read-only and cannot be set.")
        }
        try credential.finish()
        return .object(CredentialEntity.secret(made.record, text: made.text), "microsoft.graph.passwordCredential")
    }

    private func addKey(to holder: CredentialHolder) throws -> GraphReply {
        var body = try call.body(of: "KeyCredential")
        guard let credential = try body.body("keyCredential") else {
            throw AdministrationError.required("keyCredential", of: "KeyCredential")
        }
        let proof = try body.requiredText("proof")
        _ = body.value("passwordCredential")
        try body.finish()
        try KeyProof(proof).check(for: holder, administration)
        let record = try Certificates(administration: administration).add(
            CredentialEntity.draft(credential),
            to: holder
        )
        return .object(CredentialEntity.key(record), "microsoft.graph.keyCredential")
    }

    func federatedCredentials(
        _ path: inout GraphPath,
        _ set: GraphPath.Segment,
        of application: ApplicationRecord
    ) throws -> GraphReply {
        let credentials = FederatedCredentials(administration: administration)
        let context = "applications('\(application.objectID)')/federatedIdentityCredentials"
        guard let key = path.key(of: set) else {
            guard method == "POST", path.isEmpty else {
                return try list(credentials.list(of: application).map(CredentialEntity.federated), context, path)
            }
            let record = try changed(
                FederatedCredentialRecord(
                    id: Administration.newID(),
                    appID: application.appID,
                    name: "",
                    issuer: "",
                    subject: "",
                    audiences: []
                )
            )
            try credentials.save(record)
            let place = "applications/\(application.objectID)/federatedIdentityCredentials/\(record.id)"
            return try made(CredentialEntity.federated(record), context, at: place)
        }
        guard path.isEmpty else {
            return try part(&path, of: key.value, GraphShape("federatedIdentityCredential"), context) {
                try CredentialEntity.federated(credentials.load(key.value, of: application))
            }
        }
        return try object(
            show: { try one(CredentialEntity.federated(credentials.load(key.value, of: application)), context) },
            change: { try credentials.save(changed(credentials.load(key.value, of: application))) },
            delete: { try credentials.remove(key.value, from: application) }
        )
    }

    private func changed(_ record: FederatedCredentialRecord) throws -> FederatedCredentialRecord {
        var record = record
        var body = try call.body(of: "FederatedIdentityCredential")
        if let name = try body.text("name") { record.name = name }
        if let issuer = try body.text("issuer") { record.issuer = issuer }
        if let subject = try body.text("subject") { record.subject = subject }
        if let audiences = try body.texts("audiences") { record.audiences = audiences }
        if body.has("description") { record.explanation = try body.text("description") }
        try body.finish(of: GraphModel.published["federatedIdentityCredential"], readOnly: ["id"])
        return record
    }

    /// Changes who owns an app registration or service principal.
    func changeOwners(_ path: inout GraphPath, of objectID: String) throws -> GraphReply {
        let owners = Owners(administration: administration)
        return try changeRelation(
            &path,
            add: { try owners.add($0, to: objectID) },
            remove: { try owners.remove($0, from: objectID) }
        )
    }
}
