#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An app registration.
package struct ApplicationRecord: Sendable, Hashable {
    /// The client id, GUID in small letters.
    package var appID: String
    package var objectID: String
    /// The tenant it is registered in; the service's own tenant, which is not among ours, for first-party apps.
    package var tenantID: String
    package var displayName: String
    /// `AzureADMyOrg`, `AzureADMultipleOrgs` and so on.
    package var signInAudience: String
    /// Whether flows without redirect treat it as a public client.
    package var isFallbackPublicClient: Bool
    package var createdOn: Date = Date(timeIntervalSince1970: 0)
    /// `requestedAccessTokenVersion` of the API it exposes; nil counts as 1.
    package var accessTokenVersion: Int? = nil
    /// Whether the authorize endpoint may hand out id tokens.
    package var issuesIDTokens: Bool = false
    /// Whether the authorize endpoint may hand out access tokens.
    package var issuesAccessTokens: Bool = false
    package var isDisabledByMicrosoft: Bool = false
    /// Properties that only Graph knows, as a JSON object.
    package var document: String = "{}"

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
    package static let columns = """
        app_id, object_id, tenant_id, display_name, sign_in_audience, is_fallback_public_client, \
        created_on, access_token_version, issues_id_tokens, issues_access_tokens, is_disabled_by_microsoft, document
        """

    package init(_ row: inout Row) throws {
        appID = try row.text()
        objectID = try row.text()
        tenantID = try row.text()
        displayName = try row.text()
        signInAudience = try row.text()
        isFallbackPublicClient = try row.flag()
        createdOn = try row.date()
        accessTokenVersion = try row.optionalInteger()
        issuesIDTokens = try row.flag()
        issuesAccessTokens = try row.flag()
        isDisabledByMicrosoft = try row.flag()
        document = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            appID,
            objectID,
            tenantID,
            displayName,
            signInAudience,
            isFallbackPublicClient,
            createdOn,
            accessTokenVersion,
            issuesIDTokens,
            issuesAccessTokens,
            isDisabledByMicrosoft,
            document,
        ]
    }
}
