package import EmulatorCore

/// Whose assertions the apps of a tenant accept.
package struct FederatedCredentials: Sendable {
    private static let limit = 20
    private static let resource = "FederatedIdentityCredential"

    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    package func list(of application: ApplicationRecord) throws -> [FederatedCredentialRecord] {
        try administration.directory.federatedCredentials(of: application.appID)
    }

    /// A credential by its id or name.
    package func load(_ name: String, of application: ApplicationRecord) throws -> FederatedCredentialRecord {
        let id = Administration.identifier(name)
        guard let found = try list(of: application).first(where: { $0.id == id || $0.name == name }) else {
            throw AdministrationError.notFound(name)
        }
        return found
    }

    /// Adds a credential or stores a changed one.
    ///
    /// - Throws: ``AdministrationError`` when something of it is not allowed.
    package func save(_ credential: FederatedCredentialRecord) throws {
        try administration.directory.store.write { _ in
            let all = try administration.directory.federatedCredentials(of: credential.appID)
            let others = all.filter { $0.id != credential.id }
            guard others.count < Self.limit else {
                throw AdministrationError(
                    "An application may have \(Self.limit) federated identity credentials at most."
                )
            }
            try check(credential)
            if let before = all.first(where: { $0.id == credential.id }), before.name != credential.name {
                throw AdministrationError("Property 'name' is read-only and cannot be set.")
            }
            guard !others.contains(where: { $0.name == credential.name }) else {
                throw AdministrationError(
                    "FederatedIdentityCredential with name \(credential.name) already exists.",
                    status: 409,
                    code: "Request_MultipleObjectsWithSameKeyValue"
                )
            }
            guard !others.contains(where: { $0.issuer == credential.issuer && $0.subject == credential.subject }) else {
                throw AdministrationError(
                    "FederatedIdentityCredential with issuer and subject already exists.",
                    status: 409,
                    code: "Request_MultipleObjectsWithSameKeyValue"
                )
            }
            try administration.directory.save(credential)
            try tell(of: credential.appID, was: all)
        }
    }

    package func remove(_ name: String, from application: ApplicationRecord) throws {
        try administration.directory.store.write { _ in
            let all = try list(of: application)
            let credential = try load(name, of: application)
            try administration.directory.deleteFederatedCredential(id: credential.id, of: application.appID)
            try tell(of: application.appID, was: all)
        }
    }

    /// Tells the audit log of credentials that are others; how it writes one is a guess.
    private func tell(of appID: String, was before: [FederatedCredentialRecord]) throws {
        guard administration.origin != nil, let application = try administration.directory.application(appID) else {
            return
        }
        func texts(_ credentials: [FederatedCredentialRecord]) -> [String] {
            credentials.map {
                "[Name=\($0.name),Issuer=\($0.issuer),Subject=\($0.subject),"
                    + "Audiences=\($0.audiences.joined(separator: ";"))]"
            }
        }
        let after = try list(of: application)
        try administration.tell(
            .updateApplication,
            on: .init(application),
            changes: [.init("FederatedIdentityCredentials", from: texts(before), to: texts(after))]
        )
    }

    private func check(_ credential: FederatedCredentialRecord) throws {
        guard (3...120).contains(credential.name.utf8.count),
            credential.name.utf8.allSatisfy({ PercentCoding.isUnreserved($0) })
        else { throw AdministrationError.invalid("name", of: Self.resource) }
        guard let issuer = RedirectURI(credential.issuer), issuer.scheme == "https", credential.issuer.count <= 600
        else { throw AdministrationError.invalid("issuer", of: Self.resource) }
        guard (1...600).contains(credential.subject.count) else {
            throw AdministrationError.required("subject", of: Self.resource)
        }
        guard credential.audiences.count == 1,
            credential.audiences.allSatisfy({ (1...600).contains($0.count) && !$0.contains(" ") })
        else { throw AdministrationError.invalid("audiences", of: Self.resource, "There must be exactly one.") }
        guard credential.explanation.map({ $0.count <= 600 }) ?? true else {
            throw AdministrationError.invalid("description", of: Self.resource)
        }
    }
}
