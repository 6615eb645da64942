package import CmdletCatalogue
internal import ExoCrypto
package import ExoJSON
internal import ExoTransport

/// A cmdlet whose parameters are found, checked and in the form in which they travel.
package struct BoundCmdlet: Sendable {
    /// The cmdlet's name as the service spells it.
    package let name: String
    /// The parameter set that was chosen; `nil` where there is one only.
    package let parameterSet: String?
    /// The services that are documented to have it; empty where nobody knows.
    package let services: [CmdletService]
    /// The services that were seen to offer it.
    package let offeringServices: [CmdletService]
    let size: ResultSize
    /// Whether the caller named a size.
    let asksForSize: Bool
    let pageSize: Int?
    private let hasHighImpact: Bool
    private let properties: [String]
    private let timeout: Duration?
    private var bound: BoundParameters

    /// Binds a cmdlet.
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - localTime: How dates without a zone become dates of the world.
    /// - Throws: ``BindingError``; nothing was sent.
    package init(_ cmdlet: Cmdlet, localTime: LocalTime = .system) throws {
        if cmdlet.isChecked {
            let bindable = try BindableCmdlet(named: cmdlet.name)
            let binder = try ParameterBinder(bindable, cmdlet.parameters.arguments, localTime: localTime)
            name = bindable.name
            parameterSet = try binder.chosenSet()
            services = bindable.services
            offeringServices = bindable.offeringServices
            hasHighImpact = bindable.hasHighImpact
            bound = binder.parameters
        } else {
            name = try CmdletName.checked(cmdlet.name)
            parameterSet = nil
            services = []
            offeringServices = []
            hasHighImpact = false
            bound = try BoundParameters(unchecked: cmdlet.parameters.arguments, localTime: localTime)
        }
        guard cmdlet.pageSize.map((1...1000).contains) ?? true else {
            throw BindingError(.resultSize, "The page size must be 1 to 1000.")
        }
        pageSize = cmdlet.pageSize
        properties = cmdlet.properties
        timeout = cmdlet.timeout
        asksForSize = bound["ResultSize"] != nil
        size = try ResultSize(parameter: bound["ResultSize"])
    }

    /// The parameters as they travel, an empty text in place of each secret.
    package var parameters: JSONObject { bound.object }

    /// Whether the service's key is needed before it can be sent.
    var holdsSecrets: Bool { bound.holdsSecrets }

    /// Whether the service is only to say what it would do.
    package var isWhatIf: Bool { bound["WhatIf"] == true }

    /// Whether a person is to be asked first: it has high impact and nothing was said, or `Confirm` was set.
    package var asks: Bool { !isWhatIf && (bound["Confirm"] == true || hasHighImpact && bound["Confirm"] == nil) }

    /// The request for the service's question: one of high impact acts only when it is told not to ask.
    package var asking: BoundCmdlet {
        var cmdlet = self
        if hasHighImpact, bound["Confirm"] == nil { cmdlet.bound["Confirm"] = true }
        return cmdlet
    }

    /// The request that acts without asking; one of low impact carries `Confirm` only where it was given.
    package var confirmed: BoundCmdlet {
        var cmdlet = self
        if hasHighImpact || bound["Confirm"] != nil { cmdlet.bound["Confirm"] = false }
        return cmdlet
    }

    /// What is sent where nobody can be asked: only a `Confirm` that was given lets the service ask, and then it does nothing.
    var unattended: BoundCmdlet {
        if isWhatIf { return asking }
        return bound["Confirm"] == nil ? confirmed : self
    }

    /// Whether running it twice is the same as running it once: it only reads, or it is to say or ask what it would do.
    var isRead: Bool {
        if isWhatIf || bound["Confirm"] == true { return true }
        let name = name.lowercased()
        return name.hasPrefix("get-") || name.hasPrefix("test-") || name == "search-unifiedauditlog"
            || name == "search-adminauditlog" || name == "search-mailboxauditlog"
    }
}

extension BoundCmdlet {
    /// Path and query of the first page.
    func target(tenantID: String) -> String {
        let selection = properties.map(CmdletName.percentEncoded).joined(separator: ",")
        return "/adminapi/beta/\(tenantID)/InvokeCommand" + (properties.isEmpty ? "" : "?$select=\(selection)")
    }

    /// The body, which all pages share.
    ///
    /// - Parameter key: The service's key; needed where there are secrets.
    /// - Returns: JSON.
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when a secret is longer than the key can take.
    func body(key: RSAPublicKey?) throws -> [UInt8] {
        let parameters = if let key { try bound.encrypted(for: key) } else { bound.object }
        let envelope: JSONValue = ["CmdletInput": ["CmdletName": .string(name), "Parameters": .object(parameters)]]
        return envelope.serialized()
    }

    /// The request for the page at that target.
    func call(_ target: String, body: [UInt8], rows: Int, correlationID: String) -> AdminCall {
        AdminCall(
            method: "POST",
            target: target,
            headers: [
                "Accept": "application/json",
                "Accept-Charset": "UTF-8",
                "Content-Type": "application/json",
                "Prefer": "odata.maxpagesize=\(rows)",
                "WarningAction": warningAction,
                "X-CmdletName": name,
                "X-ResponseFormat": "json",
                "X-SerializationLevel": "Partial",
            ],
            body: body,
            isRead: isRead,
            cmdlet: name,
            correlationID: correlationID,
            timeout: timeLimit
        )
    }

    /// The header of that name: it is always there, and the service knows no `Ignore`.
    private var warningAction: String {
        let action = bound["WarningAction"]?.stringValue ?? ""
        return action.lowercased() == "ignore" ? "SilentlyContinue" : action
    }

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
