import EmulatorCore
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A refusal by Azure Resource Manager.
struct ResourceManagerError: Error, Sendable {
    var status = 400
    let code: String
    let message: String
    var headers: [ServerRequest.Field] = []

    /// The reply.
    var response: ServerResponse {
        var reply = ServerResponse.problem(status, code: code, message)
        reply.headers += headers
        return reply
    }

    static let missingVersion = Self(
        code: "MissingApiVersionParameter",
        message: "The api-version query parameter (?api-version=) is required for all requests."
    )

    static let notEmulated = Self(
        status: 501,
        code: "NotImplemented",
        message: "This emulator has Resource Manager's /metadata/endpoints, /tenants and /subscriptions, nothing else."
    )

    static func invalidVersion(_ version: String) -> Self {
        Self(
            code: "InvalidApiVersionParameter",
            message: "The api-version '\(version.prefix(64))' is invalid. A version is a date such as 2022-12-01."
        )
    }

    static func method(_ name: String) -> Self {
        Self(
            status: 405,
            code: "MethodNotAllowed",
            message: "The requested resource does not support http method '\(name.prefix(16))'.",
            headers: [.init("Allow", "GET")]
        )
    }

    static func noSubscription(_ id: String) -> Self {
        Self(
            status: 404,
            code: "SubscriptionNotFound",
            message: "The subscription '\(id.prefix(64))' could not be found."
        )
    }

    /// Why a token was refused.
    static func refused(_ refusal: TokenRefusal, authority: String) -> Self {
        let (code, message) =
            switch refusal {
            case .missing: ("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
            case .expired(let date):
                (
                    "ExpiredAuthenticationToken",
                    "The access token expiry UTC time '\(date.formatted(.iso8601))' is earlier than current UTC time."
                )
            case .wrongAudience:
                (
                    "InvalidAuthenticationTokenAudience",
                    "The access token has been obtained for wrong audience or resource. It should exactly match with one of the "
                        + "allowed audiences 'https://management.core.windows.net/','https://management.azure.com/'."
                )
            case .wrongIssuer:
                ("InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer.")
            default: ("InvalidAuthenticationToken", "The access token is invalid.")
            }
        let challenge =
            "Bearer authorization_uri=\"\(authority)/common/oauth2/authorize\", error=\"invalid_token\", "
            + "error_description=\"\(message)\""
        return Self(status: 401, code: code, message: message, headers: [.init("WWW-Authenticate", challenge)])
    }
}
