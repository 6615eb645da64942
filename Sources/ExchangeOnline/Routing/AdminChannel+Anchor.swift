internal import EntraTokens
internal import ExoJSON

extension AdminChannel {
    /// The anchor of a cmdlet's requests, all its pages included.
    func anchor(of cmdlet: BoundCmdlet) -> MailboxAnchor {
        let rule = cmdlet.anchor ?? (cmdlet.usesCustomRouting ? .mailbox : request.anchor)
        if case .mailbox = rule.kind,
            let anchor = ParameterRouting.anchor(of: cmdlet.name, cmdlet.parameters, tenantID: tenantID)
        {
            return anchor
        }
        if case .mailbox = rule.kind, let name = ParameterRouting.mailbox(of: cmdlet.name, cmdlet.parameters),
            let anchor = MailboxAnchor.mailbox(name, tenantID: tenantID)
        {
            return anchor
        }
        return anchor(by: rule)
    }

    /// The anchor of requests that are about no mailbox.
    func anchor(by rule: AnchorRule) -> MailboxAnchor {
        switch rule.kind {
        case .user(let name): return .user(name)
        case .value(let text): return MailboxAnchor(value: text)
        case .application: return .application(tenantID: tenantID)
        case .systemMailbox: return .systemMailbox(of: request.identity.tenantName)
        case .automatic, .mailbox: break
        }
        return switch (request.identity, request.service) {
        case (.userPrincipalName(let user), _): .user(user)
        case (.organization(let name), .compliance), (.delegatedOrganization(let name), .compliance):
            .systemMailbox(of: name)
        default: .application(tenantID: tenantID)
        }
    }
}
