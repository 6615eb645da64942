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
        let store = try store(invocation)
        // What is wrong with the words is said before anything is read.
        _ = try invocation.value("name").map { try ConnectionName($0) }
        if store == .keyring, try SignIn.read(invocation)?.secret == .kept || TokenInput.isGiven(invocation) {
            throw unfitForKeyring(invocation)
        }
        let target = try ConnectionTarget.read(invocation, context) ?? whoever(invocation, context)
        let source = try source(for: target.identity, invocation, context)
        return try await connect(target, source, store: store, invocation, context)
    }

    /// Whether a person will sign in, whose name then need not be given.
    static func mayTellWho(_ invocation: Invocation, _ context: CommandContext) throws -> Bool {
        if let way = try SignIn.read(invocation)?.way { return way.needsPerson || way == .password }
        return SignInPrompt.canAsk(context) && !TokenInput.isGiven(invocation)
            && context.variable("EXO_ACCESS_TOKEN") == nil
    }

    /// Stands for whoever signs in, until that has told a name.
    static let anybody = ConnectionIdentity.userPrincipalName("")

    private static func whoever(_ invocation: Invocation, _ context: CommandContext) throws -> ConnectionTarget {
        guard try mayTellWho(invocation, context) else {
            throw invocation.usageError(
                "whose token is it?",
                details: ["give one of --user-principal-name, --organization and --delegated-organization"]
            )
        }
        return try ConnectionTarget(
            invocation.value("username").map { .userPrincipalName($0) } ?? anybody,
            cloud: invocation.value("cloud"),
            service: invocation.value("service"),
            invocation,
            context
        )
    }

    private static func unfitForKeyring(_ invocation: Invocation) -> UsageError {
        invocation.usageError(
            "the keyring keeps the tokens that a way to sign in gets, no token or secret that is passed in",
            details: ["give the secret as a file, or use --store file"]
        )
    }

    private static func store(_ invocation: Invocation) throws -> StoredConnection.Store {
        let word = invocation.value("store") ?? "file"
        guard let store = StoredConnection.Store(rawValue: word) else {
            throw invocation.usageError("--store is file, keyring or none, not '\(word)'")
        }
        return store
    }

    /// What the tokens come from: options, the environment, or the choice of a person who is asked.
    static func source(
        for identity: ConnectionIdentity,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> SourceInput {
        if let given = try SourceInput.read(invocation, context) { return given }
        if case .organization = identity {
            // An organization's token is an application's, which no person can sign in for.
        } else if SignInPrompt.canAsk(context) {
            return .signIn(try GivenSignIn(SignInPrompt.ask(context), secret: nil))
        }
        throw invocation.usageError(
            "there is no access token",
            details: [
                "give --access-token-stdin, --access-token-file, --access-token-fd or EXO_ACCESS_TOKEN,",
                "or a way to sign in, such as --device or --client-id with --certificate: exo help sign-in",
            ]
        )
    }

    /// The target of the user whose name the sign-in tells.
    private static func target(
        ofWhoeverSignsInFor target: ConnectionTarget,
        _ source: any TokenSource
    ) async throws -> ConnectionTarget {
        var request = target.tokenRequest()
        request.account = nil
        request.authority.tenant = target.tenant ?? "organizations"
        let claims = try await source.token(for: request).claims
        guard let name = claims.userPrincipalName else {
            throw CommandError(
                .notConnected,
                "the token does not say who signed in",
                repair: "name the user: --user-principal-name NAME@DOMAIN"
            )
        }
        var target = target
        target.identity = .userPrincipalName(name)
        if target.tenant == nil { target.tenant = claims.tenantID }
        return target
    }

    /// Gets a token, checks it, connects, and keeps the connection.
    static func connect(
        _ target: ConnectionTarget,
        _ input: SourceInput,
        store: StoredConnection.Store,
        _ invocation: Invocation,
        _ context: CommandContext
    ) async throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let connections = try ConnectionStore(context)
        if store == .keyring, input.bringsSecret { throw unfitForKeyring(invocation) }
        if case .signIn(let given) = input, given.signIn.way == .password {
            context.errors.warning(
                "a password alone is the weakest way to sign in, and tenants forbid it more and more; prefer --device"
            )
        }
        let isLazy = invocation.has("lazy")
        if isLazy, target.identity == anybody || input.needsPerson {
            throw invocation.usageError("--lazy asks nobody, and a person has to sign in for this connection")
        }
        if store == .keyring { try await connections.requireKeyring() }
        // What is kept elsewhere stays as it is until the new connection has proved itself.
        let tokens = MemoryTokenStore()
        let source = try input.source(for: target, store: tokens, allowsInteraction: true, context)
        let target = target.identity == anybody ? try await self.target(ofWhoeverSignsInFor: target, source) : target
        let name =
            try invocation.value("name").map { try ConnectionName($0) } ?? defaultName(of: target, in: connections)
        let request = target.request(source, verifiesAccess: true)
        let client = ServiceConnection.client(context)
        let connection = try isLazy ? client.connection(request) : await client.connect(request)
        let information = connection.information
        var stored = StoredConnection(
            name: name,
            target: target,
            connectionID: information.connectionID,
            applicationID: information.applicationID,
            store: store,
            tokenExpiresOn: information.tokenExpiry.map { Int64($0.timeIntervalSince1970) },
            isByCertificate: information.tokenExpiry == nil ? nil : information.isByCertificate
        )
        stored.target.remembered = ConnectionRequest.Remembered(
            tenantID: information.tenantID.isEmpty ? nil : information.tenantID,
            connectionURI: isLazy ? nil : information.connectionURI,
            isTenantProven: connection.isTenantProven
        )
        try setGuards(of: &stored, connections, invocation, context)
        stored.target.trustedAuthorities = target.trustedAuthorities.map(WorkingFolder.absolute)
        try refuseAnotherTenant(stored, connections)
        switch input {
        case .passed(let token): try connections.save(stored, token: Array(token.text.utf8))
        case .signIn(let given):
            stored.signIn = given.signIn
            let cache = try await tokens.read()
            // Where a keyring takes nothing in there is no connection, and one of that name stays as it was.
            if store == .keyring { try await connections.keep(cache, of: stored) }
            try connections.save(stored, token: nil, secret: given.signIn.secret == .kept ? given.secret : nil)
            if store != .keyring { try await connections.keep(cache, of: stored) }
        }
        try connections.use(name)
        if settings.isAsked {
            try settings.printOne(information.members(id: 1, name: name.text), context)
        }
        tell(stored, information, context)
        if isLazy {
            context.errors.note("nothing was asked: the first cmdlet finds out whether the service accepts it")
        }
        return .done
    }

    private static func tell(
        _ stored: StoredConnection,
        _ information: ConnectionInformation,
        _ context: CommandContext
    ) {
        let expiry =
            stored.signIn.map { "; tokens are got by \($0.title) and renewed" }
            ?? information.tokenExpiry.map { "; the token expires at \(UTCTime.text($0))" } ?? ""
        let tenant = information.tenantID.isEmpty ? "" : " (tenant \(information.tenantID))"
        context.errors.note(
            "connected to \(stored.target.identity.value)\(tenant) as '\(stored.name.text)'\(expiry)"
        )
        if stored.store == .none, stored.target.proxy?.hasLogIn == true {
            context.errors.note("the proxy's user name and password are not kept; give --proxy with each command")
        }
        if stored.store == .none, let way = stored.signIn?.way, way.needsPerson {
            context.errors.note("--store none keeps no token, so this connection cannot be used later; sign in again")
        }
    }

    /// The domain's name, with the service behind it where the domain names the connection to the other one already.
    private static func defaultName(of target: ConnectionTarget, in store: ConnectionStore) throws -> ConnectionName {
        let name = try ConnectionName(of: target.identity.value)
        guard try store.names().contains(name) else { return name }
        do {
            let old = try store.connection(name)
            return old.target.service == target.service
                ? name : try ConnectionName("\(name.text)-\(target.service.rawValue)")
        } catch let error as CommandError where error.exitCode == .notConnected {
            return name  // It is damaged, and replaced.
        }
    }

    /// The guard rails and the change log that options give; those of a connection that is made anew stay.
    private static func setGuards(
        of stored: inout StoredConnection,
        _ store: ConnectionStore,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws {
        var before: ConnectionTarget?
        if try store.names().contains(stored.name) {
            do { before = try store.connection(stored.name).target } catch is CommandError {
                // What is damaged has none.
            }
        }
        stored.target.guardRails = try GuardRails.read(invocation, before: before?.guardRails ?? GuardRails())
        let log = invocation.value("change-log").map(WorkingFolder.absolute)
        let isLogOff = invocation.has("no-change-log")
        guard log == nil || !isLogOff else {
            throw invocation.usageError("--change-log and --no-change-log were both given")
        }
        stored.target.changeLog = isLogOff ? nil : log ?? before?.changeLog
        if !stored.target.guardRails.isEmpty {
            context.errors.note("guard rails of '\(stored.name.text)': \(stored.target.guardRails.text)")
        }
        if let path = stored.target.changeLog { context.errors.note("changes are noted in \(path)") }
    }

    /// A name that scripts use for one tenant or service does not come to mean another by the way.
    private static func refuseAnotherTenant(_ new: StoredConnection, _ store: ConnectionStore) throws {
        guard try store.names().contains(new.name) else { return }
        let old = try store.connection(new.name)
        guard old.target.service == new.target.service else {
            throw CommandError(
                .usage,
                "connection '\(new.name.text)' is to \(old.target.service.displayName); it was not replaced",
                repair: "give --name, or: exo connection remove \(new.name.text)"
            )
        }
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
