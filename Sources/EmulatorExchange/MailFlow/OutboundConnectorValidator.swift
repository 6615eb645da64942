import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Validate-OutboundConnector: whether a connector's hosts answer, and whether a message to each recipient goes through it.
///
/// Nothing leaves the emulator. A host answers unless its name says that it is none (`.invalid`, RFC 6761), and a message goes
/// through where the recipient's domain is the connector's. Nothing of it is written on the connector, as in the service.
struct OutboundConnectorValidator: CmdletHandler {
    private static let connectors = SettingNoun("OutboundConnector")

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let connector = try Self.connectors.object(call, scope)
        let recipients = call.texts("Recipients") ?? []
        for recipient in recipients where !ProxyAddresses.isAddress(recipient) {
            throw MailFlowCheck.invalid(recipient, "Recipients")
        }
        if call.isQuestion { return .confirmation("Validating outbound connector \"\(connector.name)\".") }
        let domains = try ConnectorDomains(of: connector, scope)
        let hosts = connector.texts("SmartHosts")
        let route = hosts.isEmpty ? Self.hosts(of: recipients) : hosts
        let connections = route.map { host in
            ("Check connectivity to '\(host)'", RemoteHost.answers(host), "The host '\(host)' could not be found.")
        }
        let isReached = route.contains(where: RemoteHost.answers)
        let messages = recipients.map { recipient in
            let isIts = domains.contain(RemoteHost.domain(of: recipient)) ?? true
            let problem =
                isIts
                ? "No host took the message." : "The domain of '\(recipient)' is none of the connector's domains."
            return ("Send test email to '\(recipient)'", isIts && isReached, problem)
        }
        let shape = ObjectShape.of(noun: "OutboundConnectorValidation")
        let rows = (connections + messages).map { task, isSuccessful, problem in
            shape.row(
                task,
                [
                    "Identity": .string(connector.name), "TaskName": .string(task),
                    "IsTaskSuccessful": .bool(isSuccessful), "ErrorDetail": isSuccessful ? .null : .string(problem),
                ]
            )
        }
        return .rows("OutboundConnectorValidation", scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Recipients", "Confirm", "WhatIf"], shape: nil)
    }

    /// Where mail goes that no connector's host takes: the domains' own.
    private static func hosts(of recipients: [String]) -> [String] {
        recipients.map(RemoteHost.domain).reduce(into: []) { hosts, domain in
            if !hosts.contains(domain) { hosts.append(domain) }
        }
    }
}
