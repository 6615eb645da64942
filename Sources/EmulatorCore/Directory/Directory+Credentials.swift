extension Directory {
    /// The certificates of an app: its registration's, and those of its service principals.
    package func keyCredentials(of appID: String) throws -> [KeyCredentialRecord] {
        try all(KeyCredentialRecord.self, where: "app_id = lower(?) ORDER BY starts_on, key_id", [appID])
    }

    @discardableResult
    package func deleteKeyCredential(keyID: String, of appID: String) throws -> Bool {
        try change("DELETE FROM key_credential WHERE app_id = ? AND key_id = lower(?)", [appID, keyID])
    }

    package func federatedCredentials(of appID: String) throws -> [FederatedCredentialRecord] {
        try all(FederatedCredentialRecord.self, where: "app_id = lower(?) ORDER BY name", [appID])
    }

    /// Adds a federated credential or changes the one with this id.
    package func save(_ credential: FederatedCredentialRecord) throws {
        try store.write { try $0.upsert(credential, key: "id") }
    }

    @discardableResult
    package func deleteFederatedCredential(id: String, of appID: String) throws -> Bool {
        try change("DELETE FROM federated_credential WHERE app_id = ? AND id = lower(?)", [appID, id])
    }

    package func trustedIssuer(_ issuer: String) throws -> TrustedIssuerRecord? {
        try one(TrustedIssuerRecord.self, where: "issuer = ?", [issuer])
    }

    /// Adds an issuer or replaces its keys.
    package func save(_ issuer: TrustedIssuerRecord) throws {
        try store.write { try $0.upsert(issuer, key: "issuer") }
    }

    /// The ids of who owns an object.
    package func owners(ofObject objectID: String) throws -> [String] {
        try all(OwnerRecord.self, where: "object_id = ? ORDER BY owner_id", [objectID]).map(\.ownerID)
    }

    /// - Returns: False when the owner was one already.
    @discardableResult
    package func add(_ owner: OwnerRecord) throws -> Bool {
        try change("INSERT OR IGNORE INTO object_owner (object_id, owner_id) VALUES (?, ?)", owner.values)
    }

    @discardableResult
    package func remove(_ owner: OwnerRecord) throws -> Bool {
        try change("DELETE FROM object_owner WHERE object_id = ? AND owner_id = ?", owner.values)
    }
}
