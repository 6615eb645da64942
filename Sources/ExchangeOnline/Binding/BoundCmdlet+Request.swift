internal import ExoCrypto
internal import ExoJSON
internal import ExoTransport

/// A cmdlet as requests to the service.
extension BoundCmdlet {
    /// Path and query of the first page.
    func target(tenantID: String) -> String {
        if let entities { return "/adminapi/beta/\(tenantID)/\(entities.target)" }
        let selection = properties.map(CmdletName.percentEncoded).joined(separator: ",")
        return "/adminapi/beta/\(tenantID)/InvokeCommand" + (properties.isEmpty ? "" : "?$select=\(selection)")
    }

    /// The body, which all pages share; `nil` where entities are read.
    ///
    /// - Parameter key: The service's key; needed where there are secrets.
    /// - Returns: JSON.
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when a secret is longer than the key can take.
    func body(key: RSAPublicKey?) throws -> [UInt8]? {
        guard entities == nil else { return nil }
        let parameters = if let key { try bound.encrypted(for: key) } else { bound.object }
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
            timeout: timeLimit
        )
    }

    private func headers(rows: Int) -> HTTPHeaders {
        guard let entities else {
            return [
                "Accept": "application/json",
                "Accept-Charset": "UTF-8",
                "Content-Type": "application/json",
                "Prefer": "odata.maxpagesize=\(rows)",
                "WarningAction": warningAction,
                "X-CmdletName": name,
                "X-ResponseFormat": "json",
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
    var takesLong: Bool { timeLimit > .seconds(960) }

    /// How long to wait for a reply unless the caller says otherwise: the service's own limit and one minute more.
    private var timeLimit: Duration {
        if let timeout { return timeout }
        return switch name.lowercased() {
        case "get-distributiongroupmember", "import-transportrulecollection", "set-unifiedgroup",
            "update-distributiongroupmember":
            .seconds(3660)
        case "set-organizationconfig", "update-rolegroupmember": .seconds(1860)
        default: .seconds(960)
        }
    }
}
