internal import EntraTokens
internal import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo token show`.
enum TokenShow {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let token = try await token(invocation, context)
        if settings.form == .table || settings.form == .list, settings.columns.isEmpty {
            for line in TokenReport(token, now: context.now()).lines {
                try context.output.line(TerminalText.neutralised(line))
            }
        } else {
            try settings.printOne(facts(token, context), context)
        }
        return .done
    }

    /// The token handed over, else that of the stored connection, which may get one for it.
    static func token(_ invocation: Invocation, _ context: CommandContext) async throws -> AccessToken {
        let name = invocation.value("connection")
        if let passed = try TokenInput.read(invocation, context) {
            guard name == nil || !TokenInput.isGiven(invocation) else {
                throw invocation.usageError("--connection and a token were given; give one")
            }
            if name == nil { return passed }
        }
        let store = try ConnectionStore(context)
        let connection = try store.connection(ConnectionChoice.name(name, store, context))
        var target = connection.target
        try target.apply(invocation, context)
        let source = try StoredSource.open(connection, target, in: store, refusesExpired: false, context)
        if let atHand = source.tokenAtHand { return atHand }
        return try await source.token(for: target.tokenRequest())
    }

    private static func facts(_ token: AccessToken, _ context: CommandContext) -> JSONObject {
        let claims = token.claims
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
        let now = context.now()
        return [
            "Kind": .string(claims.kind.rawValue),
            "UserPrincipalName": text(claims.userPrincipalName),
            "ApplicationId": text(claims.applicationID),
            "ApplicationName": text(claims.applicationName),
            "TenantId": text(claims.tenantID),
            "ObjectId": text(claims.objectID),
            "Audience": texts(claims.audiences),
            "Issuer": text(claims.issuer),
            "Version": text(claims.version),
            "Scopes": texts(claims.scopes),
            "Roles": texts(claims.roles),
            "DirectoryRoles": texts(claims.directoryRoles.map { DirectoryRole.role(templateID: $0)?.name ?? $0 }),
            "AuthenticationMethods": texts(claims.authenticationMethods),
            "IssuedAt": text(claims.issuedAt.map { UTCTime.text($0) }),
            "NotBefore": text(claims.notBefore.map { UTCTime.text($0) }),
            "ExpiresOn": text(claims.expiresOn.map { UTCTime.text($0) }),
            "SecondsLeft": claims.expiresOn.map { .integer(Int64(max(0, $0.timeIntervalSince(now)))) } ?? .null,
            "IsExpired": .bool(claims.expiresOn.map { $0 <= now } ?? true),
        ]
    }
}
