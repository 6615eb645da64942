/// A tenant.
package struct TenantRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id = ""
    package var displayName = ""
    /// The onmicrosoft.com name.
    package var initialDomain = ""
    package var defaultDomain = ""
    /// As `tenant_region_scope` gives it: `NA`, `EU`, `AS`.
    package var region = ""
    /// Whether users may agree to scopes that need no administrator.
    package var allowsUserConsent = true
    /// Properties that only Graph knows, as a JSON object.
    package var document = "{}"

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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("id", &id)
        try columns.value("display_name", &displayName)
        try columns.value("initial_domain", &initialDomain)
        try columns.value("default_domain", &defaultDomain)
        try columns.value("region", &region)
        try columns.value("allows_user_consent", &allowsUserConsent)
        try columns.value("document", &document)
    }
}
