/// An app registration.
struct ApplicationRecord: Sendable, Hashable {
    /// The client id, GUID in small letters.
    var appID: String
    var objectID: String
    /// The tenant it is registered in; the service's own tenant, which is not among ours, for first-party apps.
    var tenantID: String
    var displayName: String
    /// `AzureADMyOrg`, `AzureADMultipleOrgs` and so on.
    var signInAudience: String
    /// Whether flows without redirect treat it as a public client.
    var isFallbackPublicClient: Bool
}

extension ApplicationRecord: StoredRecord {
    static let table = "application"
    static let columns = """
        app_id, object_id, tenant_id, display_name, sign_in_audience, is_fallback_public_client
        """

    init(_ row: inout Row) throws {
        appID = try row.text()
        objectID = try row.text()
        tenantID = try row.text()
        displayName = try row.text()
        signInAudience = try row.text()
        isFallbackPublicClient = try row.flag()
    }

    var values: [any SQLBindable] {
        [
            appID,
            objectID,
            tenantID,
            displayName,
            signInAudience,
            isFallbackPublicClient,
        ]
    }
}
