internal import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo connection list`.
enum ConnectionList {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let store = try ConnectionStore(context)
        let current = try store.current()
        var code = ExitCode.done
        var printer = settings.printer(to: context.output)
        let names = try store.names()
        for name in names {
            do {
                let row = try row(store.connection(name), isCurrent: name == current, store, context)
                try printer.print([row])
            } catch let error as CommandError {
                context.errors.error(error)
                code = .incomplete
            }
        }
        try printer.finish()
        if names.isEmpty { context.errors.note("no connections; begin with: exo connect --help") }
        return code
    }

    private static func row(
        _ connection: StoredConnection,
        isCurrent: Bool,
        _ store: ConnectionStore,
        _ context: CommandContext
    ) throws -> JSONObject {
        [
            "Current": .bool(isCurrent),
            "Name": .string(connection.name),
            "Cloud": .string(connection.cloud),
            "Identity": .string(connection.identity.value),
            "TenantID": connection.tenantID.map { .string($0) } ?? .null,
            "TokenStatus": .string(try tokenStatus(connection, store, context).rawValue),
            "TokenExpiryTimeUTC": connection.tokenExpiresOn.map { .string(UTCTime.text($0)) } ?? .null,
        ]
    }

    /// What can be said of a connection's token without sending anything.
    enum TokenStatus: String {
        case active = "Active"
        case expired = "Expired"
        case absent = "None"
    }

    static func tokenStatus(
        _ connection: StoredConnection,
        _ store: ConnectionStore,
        _ context: CommandContext
    ) throws -> TokenStatus {
        guard connection.store == .file, try store.hasToken(ConnectionName(connection.name)) else { return .absent }
        guard let expiry = connection.tokenExpiresOn else { return .active }
        return expiry > Int64(context.now().timeIntervalSince1970) ? .active : .expired
    }
}
