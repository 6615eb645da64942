#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An app registration.
package struct ApplicationRecord: Sendable, Hashable {
    /// The client id, GUID in small letters.
    package var appID = ""
    package var objectID = ""
    /// The tenant it is registered in; the service's own tenant, which is not among ours, for first-party apps.
    package var tenantID = ""
    package var displayName = ""
    /// `AzureADMyOrg`, `AzureADMultipleOrgs` and so on.
    package var signInAudience = ""
    /// Whether flows without redirect treat it as a public client.
    package var isFallbackPublicClient = false
    package var createdOn = Date(timeIntervalSince1970: 0)
    /// `requestedAccessTokenVersion` of the API it exposes; nil counts as 1.
    package var accessTokenVersion: Int? = nil
    /// Whether the authorize endpoint may hand out id tokens.
    package var issuesIDTokens = false
    /// Whether the authorize endpoint may hand out access tokens.
    package var issuesAccessTokens = false
    package var isDisabledByMicrosoft = false
    /// Properties that only Graph knows, as a JSON object.
    package var document = "{}"

    package init(
        appID: String,
        objectID: String,
        tenantID: String,
        displayName: String,
        signInAudience: String,
        isFallbackPublicClient: Bool,
        createdOn: Date = Date(timeIntervalSince1970: 0),
        accessTokenVersion: Int? = nil,
        issuesIDTokens: Bool = false,
        issuesAccessTokens: Bool = false,
        isDisabledByMicrosoft: Bool = false,
        document: String = "{}"
    ) {
        self.appID = appID
        self.objectID = objectID
        self.tenantID = tenantID
        self.displayName = displayName
        self.signInAudience = signInAudience
        self.isFallbackPublicClient = isFallbackPublicClient
        self.createdOn = createdOn
        self.accessTokenVersion = accessTokenVersion
        self.issuesIDTokens = issuesIDTokens
        self.issuesAccessTokens = issuesAccessTokens
        self.isDisabledByMicrosoft = isDisabledByMicrosoft
        self.document = document
    }
}

extension ApplicationRecord: StoredRecord {
    package static let table = "application"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("app_id", &appID)
        try columns.value("object_id", &objectID)
        try columns.value("tenant_id", &tenantID)
        try columns.value("display_name", &displayName)
        try columns.value("sign_in_audience", &signInAudience)
        try columns.value("is_fallback_public_client", &isFallbackPublicClient)
        try columns.value("created_on", &createdOn)
        try columns.value("access_token_version", &accessTokenVersion)
        try columns.value("issues_id_tokens", &issuesIDTokens)
        try columns.value("issues_access_tokens", &issuesAccessTokens)
        try columns.value("is_disabled_by_microsoft", &isDisabledByMicrosoft)
        try columns.value("document", &document)
    }
}
