internal import ExoJSON

/// The connections of a user: a file each, the secrets in a folder of their own, and the name of the current one.
struct ConnectionStore: Sendable {
    private static let elsewhere =
        "set XDG_CONFIG_HOME to a folder that can be written in, or store nothing: EXO_ACCESS_TOKEN"

    private let folder: String
    private let environment: [String: String]
    /// What waiting for other processes is done with.
    let clock: any Clock<Duration>

    /// The store of the user; nothing is read or written yet.
    init(_ context: CommandContext) throws {
        folder = try context.configurationFolder()
        environment = context.environment
        clock = context.clock
    }

    private func path(_ name: ConnectionName) -> String { "\(folder)/connections/\(name.text).json" }
    private func tokenPath(_ name: ConnectionName) -> String { "\(folder)/secrets/\(name.text)" }
    /// No name has a `~`.
    private func proxyPath(_ name: ConnectionName) -> String { "\(folder)/secrets/\(name.text)~proxy" }
    private func secretPath(_ name: ConnectionName) -> String { "\(folder)/secrets/\(name.text)~secret" }
    /// Where the tokens lie that a connection got by itself, in the form of MSAL's libraries.
    func tokensPath(_ name: ConnectionName) -> String { "\(folder)/secrets/\(name.text)~tokens" }
    private var currentPath: String { "\(folder)/current" }

    /// The names, in alphabetical order.
    func names() throws -> [ConnectionName] {
        try PrivateFile.names(in: "\(folder)/connections", elsewhere: Self.elsewhere).filter { $0.hasSuffix(".json") }
            .compactMap { file in
                do { return try ConnectionName(String(file.dropLast(5))) } catch { return nil }  // not a file of ours
            }
    }

    /// All connections, each with what is wrong where it cannot be read.
    func all() throws -> [(name: ConnectionName, connection: Result<StoredConnection, CommandError>)] {
        try names().map { name in
            do {
                return (name, .success(try connection(name)))
            } catch {
                return (name, .failure(ErrorReport.commandError(error)))
            }
        }
    }

    /// One connection, with the log-in of its proxy where that is kept.
    ///
    /// - Throws: ``CommandError`` when there is none of that name or its file is damaged.
    func connection(_ name: ConnectionName) throws -> StoredConnection {
        guard let bytes = try PrivateFile.read(path(name), what: "the connection file", privacy: .none) else {
            throw CommandError(
                .notConnected,
                "there is no connection '\(name.text)'",
                details: DidYouMean.lines(name.text, among: try names().map(\.text)),
                repair: "exo connection list"
            )
        }
        do {
            var connection = try StoredConnection(name: name, bytes, environment: environment)
            if connection.target.proxy != nil,
                let secret = try PrivateFile.read(proxyPath(name), what: "the proxy's log-in", privacy: .ownerOnly)
            {
                connection.target.proxy = ProxyAddress(String(decoding: secret, as: UTF8.self))
            }
            return connection
        } catch let damage as StoredConnection.Damage {
            throw CommandError(
                .notConnected,
                "the file of connection '\(name.text)' is damaged",
                details: [path(name), damage.reason],
                repair: "exo connection remove \(name.text)   and connect again"
            )
        } catch {
            throw ErrorReport.commandError(error)
        }
    }

    /// Keeps a connection and, where its store is the file store, its token or the secret that gets it, and the log-in of its
    /// proxy.
    func save(_ connection: StoredConnection, token: [UInt8]?, secret: [UInt8]? = nil) throws {
        let name = connection.name
        let keepsSecrets = connection.store == .file
        let proxy = connection.target.proxy.flatMap { $0.hasLogIn ? Array($0.text.utf8) : nil }
        try PrivateFile.makeFolder("\(folder)/connections", elsewhere: Self.elsewhere)
        for (path, secret) in [(tokenPath(name), token), (proxyPath(name), proxy), (secretPath(name), secret)] {
            if keepsSecrets, let secret {
                try PrivateFile.makeFolder("\(folder)/secrets", elsewhere: Self.elsewhere)
                try PrivateFile.replace(path, with: secret, elsewhere: Self.elsewhere)
            } else {
                _ = try PrivateFile.remove(path)
            }
        }
        do { try update(connection) } catch {
            // No secret stays of a connection that there is not.
            if !PrivateFile.exists(path(name)) {
                for path in [tokenPath(name), proxyPath(name), secretPath(name)] { _ = try? PrivateFile.remove(path) }
            }
            throw error
        }
    }

    /// Writes the description of a connection anew; its secrets stay as they are.
    func update(_ connection: StoredConnection) throws {
        let text = JSONValue.object(connection.object).serialized(indented: true)
        try PrivateFile.replace(path(connection.name), with: text + [UInt8(ascii: "\n")], elsewhere: Self.elsewhere)
    }

    /// Removes a connection and its secrets; whether there was one.
    func remove(_ name: ConnectionName) throws -> Bool {
        let hadSecret = try removeSecrets(name)
        let hadFile = try PrivateFile.remove(path(name))
        if try current() == name { _ = try PrivateFile.remove(currentPath) }
        return hadFile || hadSecret
    }

    /// Removes the secrets of a connection and keeps its description; whether it had a token or could get one.
    func removeSecrets(_ name: ConnectionName) throws -> Bool {
        var hadToken = try PrivateFile.remove(tokenPath(name))
        for path in [proxyPath(name), secretPath(name), tokensPath(name)] { _ = try PrivateFile.remove(path) }
        try PrivateFile.removeRemains(ofTokens: tokensPath(name))
        if let bytes = try PrivateFile.read(path(name), what: "the connection file", privacy: .none) {
            do {
                var old = try StoredConnection(name: name, bytes, environment: environment)
                let couldGetOne = old.signIn != nil && !old.isDisconnected
                // A description that an older exo wrote may hold the proxy's log-in itself.
                if couldGetOne || old.target.proxy?.hasLogIn == true {
                    old.isDisconnected = old.signIn != nil
                    try update(old)
                }
                hadToken = hadToken || couldGetOne
            } catch is StoredConnection.Damage {
                return hadToken  // Its secrets are gone, and there is nothing else to do here.
            }
        }
        return hadToken
    }

    /// The token of a connection, or `nil` where none is kept.
    func token(_ name: ConnectionName) throws -> [UInt8]? {
        try PrivateFile.read(tokenPath(name), what: "the token file", privacy: .ownerOnly)
    }

    /// The secret by which a connection gets its tokens, or `nil` where none is kept.
    func secret(_ name: ConnectionName) throws -> [UInt8]? {
        try PrivateFile.read(secretPath(name), what: "the secret", privacy: .ownerOnly)
    }

    /// Whether a token is kept for a connection.
    func hasToken(_ name: ConnectionName) -> Bool { PrivateFile.exists(tokenPath(name)) }

    /// Whether a connection has a token or gets one by itself.
    func isConnected(_ connection: StoredConnection) -> Bool {
        connection.signIn == nil ? hasToken(connection.name) : !connection.isDisconnected
    }

    /// The current connection.
    func current() throws -> ConnectionName? {
        guard let bytes = try PrivateFile.read(currentPath, what: "the file", privacy: .none) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
        guard let text else { return nil }
        return try ConnectionName(text)
    }

    /// Makes a connection the current one.
    func use(_ name: ConnectionName) throws {
        try PrivateFile.makeFolder(folder, elsewhere: Self.elsewhere)
        try PrivateFile.replace(currentPath, with: Array("\(name.text)\n".utf8), elsewhere: Self.elsewhere)
    }
}
