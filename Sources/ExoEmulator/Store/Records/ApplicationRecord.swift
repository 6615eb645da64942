#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
    var createdOn: Date = Date(timeIntervalSince1970: 0)
    /// `requestedAccessTokenVersion` of the API it exposes; nil counts as 1.
    var accessTokenVersion: Int? = nil
    /// Whether the authorize endpoint may hand out id tokens.
    var issuesIDTokens: Bool = false
    /// Whether the authorize endpoint may hand out access tokens.
    var issuesAccessTokens: Bool = false
    var isDisabledByMicrosoft: Bool = false
    /// Properties that only Graph knows, as a JSON object.
    var document: String = "{}"
}

extension ApplicationRecord: StoredRecord {
    static let table = "application"
    static let columns = """
        app_id, object_id, tenant_id, display_name, sign_in_audience, is_fallback_public_client, \
        created_on, access_token_version, issues_id_tokens, issues_access_tokens, is_disabled_by_microsoft, document
        """

    init(_ row: inout Row) throws {
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

    var values: [any SQLBindable] {
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
