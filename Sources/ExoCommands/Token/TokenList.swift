internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo token list`: which tokens are kept, of which connection, for what and how long; never the tokens.
enum TokenList {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let store = try ConnectionStore(context)
        var code = ExitCode.done
        var rows: [JSONObject] = []
        for (name, connection) in try store.all() {
            do {
                rows += try await Self.rows(try connection.get(), store, context).map {
                    var row: JSONObject = ["Connection": .string(name.text)]
                    for member in $0.members { row[member.name] = member.value }
                    return row
                }
            } catch {
                context.errors.error(ErrorReport.commandError(error))
                code = .incomplete
            }
        }
        try settings.print(rows, context)
        if rows.isEmpty, code == .done { context.errors.note("no tokens are kept") }
        return code
    }

    private static func rows(
        _ connection: StoredConnection,
        _ store: ConnectionStore,
        _ context: CommandContext
    ) async throws -> [JSONObject] {
        guard let signIn = connection.signIn else {
            guard store.hasToken(connection.name) else { return [] }
            let end = connection.tokenExpiresOn.map { Date(timeIntervalSince1970: Double($0)) }
            return [
                row(
                    of: connection.applicationID,
                    for: connection.target.identity.value,
                    in: connection.target.remembered.tenantID,
                    to: nil,
                    end,
                    by: nil
                )
            ]
        }
        let cache = try await store.tokens(of: connection).read()
        let names = Dictionary(cache.accounts.map { ($0.homeAccountID.lowercased(), $0.username) }) { first, _ in first
        }
        return cache.listed.map { entry in
            let home = entry.homeAccountID.lowercased()
            return row(
                of: entry.clientID,
                for: home.isEmpty ? nil : names[home] ?? home,
                in: entry.tenant.isEmpty ? nil : entry.tenant,
                to: entry.scopes.isEmpty ? nil : entry.scopes.joined(separator: " "),
                entry.expiresOn,
                by: signIn.way
            )
        }
    }

    private static func row(
        of application: String?,
        for user: String?,
        in tenant: String?,
        to scopes: String?,
        _ end: Date?,
        by way: SignIn.Way?
    ) -> JSONObject {
        func known(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        return [
            "User": known(user), "TenantID": known(tenant), "AppId": known(application), "Scopes": known(scopes),
            "ExpiresOn": known(end.map { UTCTime.text($0) }), "RenewedBy": known(way?.rawValue),
        ]
    }
}
