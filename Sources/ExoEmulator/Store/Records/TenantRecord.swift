/// A tenant.
struct TenantRecord: Sendable, Hashable {
    /// GUID in small letters.
    var id: String
    var displayName: String
    /// The onmicrosoft.com name.
    var initialDomain: String
    var defaultDomain: String
    /// As `tenant_region_scope` gives it: `NA`, `EU`, `AS`.
    var region: String
    /// Whether users may agree to scopes that need no administrator.
    var allowsUserConsent: Bool = true
    /// Properties that only Graph knows, as a JSON object.
    var document: String = "{}"
}

extension TenantRecord: StoredRecord {
    static let table = "tenant"
    static let columns = """
        id, display_name, initial_domain, default_domain, region, \
        allows_user_consent, document
        """

    init(_ row: inout Row) throws {
        id = try row.text()
        displayName = try row.text()
        initialDomain = try row.text()
        defaultDomain = try row.text()
        region = try row.text()
        allowsUserConsent = try row.flag()
        document = try row.text()
    }

    var values: [any SQLBindable] {
        [
            id,
            displayName,
            initialDomain,
            defaultDomain,
            region,
            allowsUserConsent,
            document,
        ]
    }
}
