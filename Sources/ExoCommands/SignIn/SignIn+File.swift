internal import ExoJSON

extension SignIn {
    /// The member `source` of a connection's file.
    var object: JSONObject {
        func text(_ value: String?) -> JSONValue? { value.map { .string($0) } }
        var object: JSONObject = ["kind": .string(way.rawValue)]
        object["clientID"] = text(clientID)
        switch secret {
        case .file(let path): object["secretFile"] = .string(path)
        case .variable(let name): object["secretVariable"] = .string(name)
        case .kept: object["secret"] = "kept"
        case nil: break
        }
        object["file"] = text(file)
        object["issuedBy"] = text(issuedBy)
        if let identity {
            object["identity"] = ["kind": .string(identity.kind.rawValue), "id": .string(identity.id)]
        }
        if !command.isEmpty { object["command"] = .array(command.map { .string($0) }) }
        object["username"] = text(username)
        object["port"] = port.map { .integer(Int64($0)) }
        if isV1 { object["authority"] = "v1" }
        object["issuer"] = text(issuer)
        return object
    }

    /// Reads the member `source`.
    ///
    /// - Throws: ``StoredConnection/Damage``.
    init(_ object: JSONObject) throws {
        guard let way = object["kind"]?.stringValue.flatMap(Way.init) else {
            throw StoredConnection.Damage(reason: "the source's 'kind' is unknown; a newer exo may have written it")
        }
        self.init(way: way)
        clientID = object["clientID"]?.stringValue
        secret =
            object["secretFile"]?.stringValue.map { .file($0) }
            ?? object["secretVariable"]?.stringValue.map { .variable($0) }
            ?? (object["secret"] == "kept" ? .kept : nil)
        file = object["file"]?.stringValue
        issuedBy = object["issuedBy"]?.stringValue
        if let identity = object["identity"] {
            guard let kind = identity["kind"]?.stringValue.flatMap(ManagedIdentityName.Kind.init),
                let id = identity["id"]?.stringValue
            else { throw StoredConnection.Damage(reason: "the source's 'identity' is damaged") }
            self.identity = ManagedIdentityName(kind: kind, id: id)
        }
        command = object["command"]?.arrayValue?.compactMap(\.stringValue) ?? []
        username = object["username"]?.stringValue
        port = object["port"]?.integerValue.flatMap { UInt16(exactly: $0) }
        isV1 = object["authority"] == "v1"
        issuer = object["issuer"]?.stringValue
    }
}
