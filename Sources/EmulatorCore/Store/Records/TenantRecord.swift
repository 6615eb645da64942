/// A tenant.
package struct TenantRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id: String
    package var displayName: String
    /// The onmicrosoft.com name.
    package var initialDomain: String
    package var defaultDomain: String
    /// As `tenant_region_scope` gives it: `NA`, `EU`, `AS`.
    package var region: String
    /// Whether users may agree to scopes that need no administrator.
    package var allowsUserConsent: Bool = true
    /// Properties that only Graph knows, as a JSON object.
    package var document: String = "{}"

    package init(
        id: String,
        displayName: String,
        initialDomain: String,
        defaultDomain: String,
        region: String,
        allowsUserConsent: Bool = true,
        document: String = "{}"
    ) {
        self.id = id
        self.displayName = displayName
        self.initialDomain = initialDomain
        self.defaultDomain = defaultDomain
        self.region = region
        self.allowsUserConsent = allowsUserConsent
        self.document = document
    }
}

extension TenantRecord: StoredRecord {
    package static let table = "tenant"
    package static let columns = """
        id, display_name, initial_domain, default_domain, region, \
        allows_user_consent, document
        """

    package init(_ row: inout Row) throws {
        id = try row.text()
        displayName = try row.text()
        initialDomain = try row.text()
        defaultDomain = try row.text()
        region = try row.text()
        allowsUserConsent = try row.flag()
        document = try row.text()
    }

    package var values: [any SQLBindable] {
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
