internal import EntraTokens
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
        var printer = settings.printer(to: context.output)
        try printer.print(rows)
        try printer.finish()
        if rows.isEmpty, code == .done { context.errors.note("no tokens are kept") }
        return code
    }

    private static func rows(
        _ connection: StoredConnection,
        _ store: ConnectionStore,
        _ context: CommandContext
    ) async throws -> [JSONObject] {
        guard connection.signIn != nil else {
            guard store.hasToken(connection.name) else { return [] }
            let end = connection.tokenExpiresOn.map { Date(timeIntervalSince1970: Double($0)) }
            return [
                row("AccessToken", of: connection.applicationID, by: connection.target.identity.value, for: nil, end)
            ]
        }
        let cache = try await store.tokens(of: connection).read().document
        let names = accounts(in: cache)
        return ["AccessToken", "RefreshToken"].flatMap { kind in
            (cache[kind]?.objectValue?.members.compactMap(\.value.objectValue) ?? []).map { entry in
                func text(_ name: String) -> String? { entry[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
                let home = text("home_account_id")
                return row(
                    kind,
                    of: text("client_id"),
                    by: home.map { names[$0] ?? $0 },
                    for: text("target"),
                    text("expires_on").flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0) }
                )
            }
        }
    }

    private static func accounts(in cache: JSONObject) -> [String: String] {
        let entries = cache["Account"]?.objectValue?.members.compactMap(\.value.objectValue) ?? []
        let pairs = entries.compactMap { entry -> (String, String)? in
            guard let home = entry["home_account_id"]?.stringValue, let name = entry["username"]?.stringValue else {
                return nil
            }
            return (home, name)
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func row(
        _ kind: String,
        of application: String?,
        by user: String?,
        for scopes: String?,
        _ end: Date?
    ) -> JSONObject {
        func known(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        return [
            "Kind": .string(kind), "User": known(user), "AppId": known(application), "Scopes": known(scopes),
            "ExpiresOn": known(end.map { UTCTime.text($0) }),
        ]
    }
}
