package import CmdletCatalogue
internal import EntraTokens
package import ExoJSON

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
    /// Which mailbox the front door is told, where the call says so.
    let anchor: AnchorRule?
    /// Whether the call is to be routed by the mailbox it is about (`UseCustomRouting`, which does not travel).
    let usesCustomRouting: Bool
    let size: ResultSize
    /// Whether the caller named a size.
    let asksForSize: Bool
    let pageSize: Int?
    /// The only properties the rows are to have; empty means all.
    let properties: [String]
    /// How long to wait until the service begins to answer, where the caller says it.
    let timeout: Duration?
    /// How much of the objects comes over; entities have one form.
    let fidelity: Fidelity
    /// What is asked of the service where the cmdlet reads entities; `nil` where the service runs it.
    let entities: EntityQuery?
    /// The endpoint that it is sent to where the token opens no other interface.
    var endpoint: AdminEndpoint?
    private let hasHighImpact: Bool
    /// Whether `Confirm` and `WhatIf` are known to be parameters of its.
    private let isKnownToAsk: Bool
    /// The service that it is sent to, where that is known.
    private var service: AdminService?
    var bound: BoundParameters

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
            bound = binder.parameters
            hasHighImpact =
                bindable.hasHighImpact
                || bindable.holds("Confirm") != nil && CmdletEffect.isIrrevocable(bound.object)
            isKnownToAsk = true
        } else {
            name = try CmdletName.checked(cmdlet.name)
            parameterSet = nil
            services = []
            offeringServices = []
            hasHighImpact = false
            isKnownToAsk = false
            bound = try BoundParameters(unchecked: cmdlet.parameters.arguments, localTime: localTime)
        }
        guard cmdlet.pageSize.map((1...1000).contains) ?? true else {
            throw BindingError(.resultSize, "The page size must be 1 to 1000.")
        }
        anchor = cmdlet.anchor
        usesCustomRouting = bound["UseCustomRouting"] == true
        bound["UseCustomRouting"] = nil
        pageSize = cmdlet.pageSize
        properties = cmdlet.properties
        timeout = cmdlet.timeout
        fidelity = cmdlet.fidelity
        entities = try EntityCmdlet(named: name).map { [bound] entity in
            try EntityQuery(entity, bound.object, properties: cmdlet.properties)
        }
        asksForSize = bound["ResultSize"] != nil
        size = try ResultSize(parameter: bound["ResultSize"])
    }

    /// The same cmdlet, sent to that service.
    package func on(_ service: AdminService) -> BoundCmdlet {
        var cmdlet = self
        cmdlet.service = service
        return cmdlet
    }

    /// The parameters as they travel, an empty text in place of each secret.
    package var parameters: JSONObject { bound.object }

    /// Why the service will hardly take some of its values, which are sent all the same.
    package var doubts: [BindingError] {
        let isOfCompliance = service.map { $0 == .compliance } ?? (CmdletRoute.services(of: self) == [.compliance])
        guard bound["WhatIf"] == true, isOfCompliance else { return bound.doubts }
        let doubt = "\(AdminService.compliance.displayName) takes WhatIf and acts all the same, by its documentation."
        return bound.doubts + [BindingError(.transformation, doubt)]
    }

    /// Whether the service's key is needed before it can be sent.
    var holdsSecrets: Bool { bound.holdsSecrets }

    /// Whether the service is only to say what it would do.
    ///
    /// A cmdlet that was not looked up may not know the parameter, and acts; and so does Security & Compliance, where every page on
    /// a cmdlet says that the switch does not work.
    package var isWhatIf: Bool {
        guard isKnownToAsk, bound["WhatIf"] == true else { return false }
        return service.map { $0 != .compliance } ?? (CmdletRoute.services(of: self) != [.compliance])
    }

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
        // Whoever does not know the parameter acts; only what is certain to ask first may be sent twice.
        if isWhatIf || isKnownToAsk && bound["Confirm"] == true { return true }
        guard CmdletEffect(of: name, parameters) == .reads else { return false }
        let name = name.lowercased()
        return name.hasPrefix("get-") || name.hasPrefix("test-") || name == "search-unifiedauditlog"
            || name == "search-adminauditlog" || name == "search-mailboxauditlog"
    }
}
