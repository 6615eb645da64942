internal import ExoJSON

/// The connections of a user: a file each, the secrets in a folder of their own, and the name of the current one.
struct ConnectionStore: Sendable {
    private let folder: String

    /// Makes a store below a folder; nothing is read or written yet.
    init(folder: String) { self.folder = folder }

    /// The store of the user.
    init(_ context: CommandContext) throws { self.init(folder: try context.configurationFolder()) }

    private func path(_ name: ConnectionName) -> String { "\(folder)/connections/\(name.text).json" }
    private func secretPath(_ name: ConnectionName) -> String { "\(folder)/secrets/\(name.text)" }
    private var currentPath: String { "\(folder)/current" }

    /// The names, in alphabetical order.
    func names() throws -> [ConnectionName] {
        try PrivateFile.names(in: "\(folder)/connections").filter { $0.hasSuffix(".json") }.compactMap { file in
            do { return try ConnectionName(String(file.dropLast(5))) } catch { return nil }  // not a file of ours
        }
    }

    /// One connection.
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
            return try StoredConnection(name: name.text, bytes)
        } catch let damage as StoredConnection.Damage {
            throw CommandError(
                .notConnected,
                "the file of connection '\(name.text)' is damaged",
                details: [path(name), damage.reason],
                repair: "exo connection remove \(name.text)   and connect again"
            )
        }
    }

    /// Keeps a connection and, where its store is the file store, its token.
    func save(_ connection: StoredConnection, token: [UInt8]?) throws {
        let name = try ConnectionName(connection.name)
        try PrivateFile.makeFolder("\(folder)/connections")
        if connection.store == .file, let token {
            try PrivateFile.makeFolder("\(folder)/secrets")
            try PrivateFile.replace(secretPath(name), with: token)
        } else {
            _ = try PrivateFile.remove(secretPath(name))
        }
        try PrivateFile.replace(path(name), with: JSONValue.object(connection.object).serialized(indented: true) + [10])
    }

    /// Removes a connection and its token; whether there was one.
    func remove(_ name: ConnectionName) throws -> Bool {
        let hadToken = try PrivateFile.remove(secretPath(name))
        let hadFile = try PrivateFile.remove(path(name))
        if try current() == name { _ = try PrivateFile.remove(currentPath) }
        return hadFile || hadToken
    }

    /// Removes the token and keeps the description; whether there was one.
    func removeToken(_ name: ConnectionName) throws -> Bool { try PrivateFile.remove(secretPath(name)) }

    /// The token of a connection, or `nil` where none is kept.
    func token(_ name: ConnectionName) throws -> [UInt8]? {
        try PrivateFile.read(secretPath(name), what: "the token file", privacy: .ownerOnly)
    }

    /// Whether a token is kept for a connection.
    func hasToken(_ name: ConnectionName) throws -> Bool {
        try PrivateFile.names(in: "\(folder)/secrets").contains(name.text)
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
        try PrivateFile.makeFolder(folder)
        try PrivateFile.replace(currentPath, with: Array("\(name.text)\n".utf8))
    }
}
