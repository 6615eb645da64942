internal import ExoCrypto
internal import ExoJSON
internal import ExoTransport

/// A cmdlet as requests to the service.
extension BoundCmdlet {
    /// The cmdlet as an interface takes it.
    ///
    /// - Throws: ``ExchangeError`` for what the interface does not have; nothing was sent.
    func checked(for interface: AdminInterface, permission: String) throws -> BoundCmdlet {
        guard interface == .endpoints else { return self }
        var cmdlet = self
        // Nobody asks there, so that there is nothing to tell it not to ask.
        if bound["Confirm"] == false { cmdlet.bound["Confirm"] = nil }
        let names = cmdlet.bound.object.names.filter { !$0.contains("@") && !Self.common.contains($0) }
        cmdlet.endpoint = try AdminEndpoint(running: name, with: names, permission: permission)
        return cmdlet
    }

    /// The same cmdlet for a look at its request: an empty text in place of each secret that travels as an ordinary text.
    var withoutPlainSecrets: BoundCmdlet {
        let secrets = Set(BindableParameter.plainSecrets.map { $0.lowercased() })
        var cmdlet = self
        for member in bound.object.members where secrets.contains(member.name.lowercased()) && !member.value.isNull {
            cmdlet.bound[member.name] = ""
        }
        return cmdlet
    }

    /// Path and query of the first page.
    func target(tenantID: String) -> String {
        if let entities { return "/adminapi/beta/\(tenantID)/\(entities.target)" }
        let selection = properties.map(CmdletName.percentEncoded).joined(separator: ",")
        let door = endpoint.map { "v2.0/\(tenantID)/\($0.name)" } ?? "beta/\(tenantID)/InvokeCommand"
        return "/adminapi/\(door)" + (properties.isEmpty ? "" : "?$select=\(selection)")
    }

    /// The body, which all pages share; `nil` where entities are read.
    ///
    /// - Parameter key: The service's key; needed where there are secrets.
    /// - Returns: JSON.
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when a secret is longer than the key can take.
    func body(key: RSAPublicKey?) throws -> [UInt8]? {
        guard entities == nil else { return nil }
        var parameters = if let key { try bound.encrypted(for: key) } else { bound.object }
        if endpoint != nil { parameters.members.removeAll { Self.common.contains($0.name) } }
        let envelope: JSONValue = ["CmdletInput": ["CmdletName": .string(name), "Parameters": .object(parameters)]]
        return envelope.serialized()
    }

    /// The request for the page at that target.
    func call(_ target: String, body: [UInt8]?, rows: Int, correlationID: String) -> AdminCall {
        AdminCall(
            method: entities == nil ? "POST" : "GET",
            target: target,
            headers: headers(rows: rows),
            body: body,
            isRead: isRead,
            cmdlet: name,
            correlationID: correlationID,
            timeout: timeout ?? TimeLimit.waiting(for: name),
            isOwnTimeout: timeout != nil
        )
    }

    /// What every cmdlet takes, and Admin API v2.0 does not.
    private static let common = Set(BindableParameter.common.map(\.name))

    private func headers(rows: Int) -> HTTPHeaders {
        guard let entities else {
            return [
                "Accept": "application/json",
                "Accept-Charset": "UTF-8",
                "Content-Type": "application/json",
                "Prefer": "odata.maxpagesize=\(rows)",
                "WarningAction": warningAction,
                "X-CmdletName": name,
                "X-ResponseFormat": fidelity == .clixml ? "clixml" : "json",
                "X-SerializationLevel": "Partial",
            ]
        }
        var headers: HTTPHeaders = [
            "Accept": "application/json;odata.metadata=minimal",
            "Accept-Charset": "UTF-8",
            "OData-Version": "4.0",
            "OData-MaxVersion": "4.0",
            "Prefer": "odata.maxpagesize=\(rows)",
        ]
        headers["XParameter-Identity"] = entities.header
        return headers
    }

    /// The header of that name: it is always there, and the service knows no `Ignore`.
    private var warningAction: String {
        let action = bound["WarningAction"]?.stringValue ?? ""
        return action.lowercased() == "ignore" ? "SilentlyContinue" : action
    }

    /// Whether the service allows itself more time than usual for it.
    var takesLong: Bool { TimeLimit.ofService(for: name) > .seconds(900) }
}
