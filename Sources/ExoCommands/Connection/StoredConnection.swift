internal import EntraTokens
internal import ExchangeOnline

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A connection that has a name and is kept; its token and other secrets lie elsewhere.
struct StoredConnection: Sendable, Equatable {
    /// Where the token is kept.
    enum Store: String, Sendable {
        /// A file of mode 0600.
        case file
        /// The keyring of the session.
        case keyring
        /// Nowhere: each command brings its own.
        case none
    }

    var name: ConnectionName
    var target: ConnectionTarget
    /// The id the connection introduced itself with when it was made.
    var connectionID: String?
    /// The application that the token was issued to.
    var applicationID: String?
    var store: Store
    /// How it gets its tokens; `nil` where a token was passed in.
    var signIn: SignIn?
    /// Whether it was disconnected, so that it gets no token by itself until it is connected again.
    var isDisconnected = false
    /// When the token ends, in seconds since 1970.
    var tokenExpiresOn: Int64?
    /// Whether the application proved itself by a certificate, where that is known.
    var isByCertificate: Bool?
    /// Where the tenant's other service answered, which is reached with tokens of the same source.
    var otherConnectionURI: String?
    /// Whether that service was asked as well if a delegated organization is the one that answers.
    var isOtherTenantProven = false

    /// The command that connects it again.
    var connectCommand: String {
        "exo connect --name \(name.text)\(store == .file ? "" : " --store \(store.rawValue)")\(target.cloud.name == "commercial" ? "" : " --cloud \(target.cloud.name)")"
            + (target.service == .exchange ? "" : " --service \(target.service.rawValue)")
            + (target.administrator.map { " --user-principal-name \($0)" } ?? "")
            + " --\(target.identity.option) \(target.identity.value)\(target.tenant.map { " --tenant \($0)" } ?? "")"
            + " \(signIn?.words.joined(separator: " ") ?? "--access-token-stdin")"
            + target.guardRails.words.map { " \($0)" }.joined()
            + (target.changeLog.map { " --change-log '\($0)'" } ?? "")
    }

    /// Whether one of these is its id, in any letter case.
    func isCalled(_ identifiers: [String]) -> Bool {
        connectionID.map { id in identifiers.contains { $0.lowercased() == id.lowercased() } } ?? false
    }

    /// The facts of `Get-ConnectionInformation` that are known without asking the service.
    func information(hasToken: Bool, _ context: CommandContext) -> ConnectionInformation {
        var expiry = tokenExpiresOn.map { Date(timeIntervalSince1970: Double($0)) }
        // A token that is renewed by itself has no end that matters here.
        if signIn != nil, let end = expiry, end <= context.now() { expiry = nil }
        return ConnectionInformation(
            connectionID: connectionID ?? "",
            identity: target.identity,
            connectionURI: target.remembered.connectionURI ?? "",
            cloud: target.cloud,
            service: target.service,
            tokenExpiry: expiry,
            tokenStatus: !hasToken ? .absent : expiry.map { $0 <= context.now() } ?? false ? .expired : .active,
            renewsToken: signIn != nil,
            applicationID: applicationID,
            isByCertificate: isByCertificate ?? (signIn?.way == .certificate),
            pageSize: target.pageSize,
            tenantID: target.remembered.tenantID ?? ""
        )
    }
}
