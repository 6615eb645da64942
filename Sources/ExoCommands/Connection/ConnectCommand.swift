internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo connect`.
enum ConnectCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        guard let target = try ConnectionTarget.read(invocation, context) else {
            throw invocation.usageError(
                "whose token is it?",
                details: ["give one of --user-principal-name, --organization and --delegated-organization"]
            )
        }
        let storeWord = invocation.value("store") ?? "file"
        if storeWord == "keyring" {
            throw invocation.usageError("the keyring is not built yet; use --store file or --store none")
        }
        guard let store = StoredConnection.Store(rawValue: storeWord) else {
            throw invocation.usageError("--store is file or none, not '\(storeWord)'")
        }
        return try await connect(target, store: store, invocation, context)
    }

    /// Checks the token, connects, and keeps the connection.
    static func connect(
        _ target: ConnectionTarget,
        store: StoredConnection.Store,
        _ invocation: Invocation,
        _ context: CommandContext
    ) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let name =
            try invocation.value("name").map { try ConnectionName($0) } ?? ConnectionName(of: target.identity.value)
        guard let token = try TokenInput.read(invocation, context) else {
            throw invocation.usageError(
                "there is no access token",
                details: ["give --access-token-stdin, --access-token-file, --access-token-fd or EXO_ACCESS_TOKEN"]
            )
        }
        let connections = try ConnectionStore(context)
        let connection = try await ServiceConnection.client(context)
            .connect(target.request(token, context, verifiesAccess: true))
        let information = connection.information
        var stored = StoredConnection(
            name: name,
            target: target,
            connectionID: information.connectionID,
            applicationID: information.applicationID,
            store: store,
            tokenExpiresOn: token.expiresOn.map { Int64($0.timeIntervalSince1970) }
        )
        stored.target.remembered = ConnectionRequest.Remembered(
            tenantID: information.tenantID,
            connectionURI: information.connectionURI
        )
        stored.target.trustedAuthorities = target.trustedAuthorities.map(absolute)
        try refuseAnotherTenant(stored, connections)
        try connections.save(stored, token: store == .file ? Array(token.text.utf8) : nil)
        try connections.use(name)
        if settings.isAsked {
            try settings.printOne(information.members(id: 1, name: name.text), to: context.output)
        }
        tell(stored, information, context)
        return .done
    }

    private static func tell(
        _ stored: StoredConnection,
        _ information: ConnectionInformation,
        _ context: CommandContext
    ) {
        let expiry = information.tokenExpiry.map { "; the token expires at \(UTCTime.text($0))" } ?? ""
        context.errors.note(
            "connected to \(stored.target.identity.value) (tenant \(information.tenantID)) as '\(stored.name.text)'\(expiry)"
        )
        if stored.store == .none, stored.target.proxy?.hasLogIn == true {
            context.errors.note("the proxy's user name and password are not kept; give --proxy with each command")
        }
    }

    /// A path that means the same in every folder.
    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// A name that scripts use for one tenant does not come to mean another by the way.
    private static func refuseAnotherTenant(_ new: StoredConnection, _ store: ConnectionStore) throws {
        guard try store.names().contains(new.name) else { return }
        let old = try store.connection(new.name)
        guard let before = old.target.remembered.tenantID, let now = new.target.remembered.tenantID,
            before.lowercased() != now.lowercased()
        else { return }
        throw CommandError(
            .usage,
            "connection '\(new.name.text)' is for another tenant; it was not replaced",
            details: ["it is for \(old.target.identity.value), tenant \(before); the token is for tenant \(now)"],
            repair: "give --name, or: exo connection remove \(new.name.text)"
        )
    }
}
