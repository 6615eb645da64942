import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Test-OAuthConnectivity: whether a service takes Exchange's token for somebody.
///
/// The service's own hosts do, and those of organizations on the other side of a connector that is on; others don't know the
/// organization.
struct OAuthTest: CmdletHandler {
    private static let own: Set = ["outlook.office.com", "outlook.office365.com", "autodiscover-s.outlook.com"]
    private static let tasks = ["ews": "EWS", "autod": "Autodiscover", "generic": "Generic"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        if let identity = call.text("Mailbox") {
            _ = try MailboxTarget.mailbox(named: identity, noun: "Mailbox", scope)
        }
        let host = RemoteHost.host(of: call.text("TargetUri") ?? "")
        guard !host.isEmpty else {
            throw MailFlowCheck.invalid(call.text("TargetUri") ?? "", "TargetUri")
        }
        if call.isQuestion { return .confirmation("Testing OAuth with \"\(host)\".") }
        let problem: String? =
            if !RemoteHost.answers(host) {
                "The remote name could not be resolved: '\(host)'"
            } else if try Self.own.contains(host) || Self.isConnected(host, scope) {
                nil
            } else {
                "The remote server returned an error: (401) Unauthorized."
            }
        var lines = [
            "The configuration was last successfully loaded at \(scope.now.text(.utc)). This was 0 minutes ago."
        ]
        if !call.isOn("UseCachedToken") {
            lines.append("The token cache is being cleared because \"use cached token\" was set to false.")
        }
        lines += ["Exchange Outbound Oauth Log:", "Exchange Response Details:"]
        lines.append("HTTP response message: \(problem == nil ? "OK" : "")")
        if let problem { lines += ["Exception:", "System.Net.WebException: \(problem)"] }
        let detail = lines.joined(separator: "\r\n")
        let task = Self.tasks[call.text("Service")?.lowercased() ?? ""] ?? "EWS"
        let identity = "Microsoft.Exchange.Security.OAuth.ValidationResultNodeId"
        let row = ObjectShape.of(noun: noun).row(
            identity,
            [
                "Identity": .string(identity), "Task": .string("Checking \(task) API Call Under Oauth"),
                "ResultType": TestResult.value(problem == nil ? "Success" : "Error"),
                "Detail": DescribedValue.make(
                    detail,
                    type: "Microsoft.Exchange.Data.LocalizedString",
                    ["FullId": .string(detail)]
                ),
            ]
        )
        return .row(noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Service", "TargetUri", "Mailbox", "UseCachedToken", "Confirm", "WhatIf"], shape: nil)
    }

    /// Whether a connector that is on leads to a host, by its addresses or by the domains on its other side.
    private static func isConnected(_ host: String, _ scope: CallScope) throws -> Bool {
        let noun = SettingNoun("IntraOrganizationConnector")
        return try scope.objects.objects(of: noun.objectClass).contains { connector in
            let isOn = connector.properties["Enabled"] ?? noun.view.shape.property("Enabled")?.fallback
            let hosts = ["DiscoveryEndpoint", "TargetSharingEpr"].compactMap { connector.text($0) }
                .map(RemoteHost.host)
            let domains = connector.texts("TargetAddressDomains").map { $0.lowercased() }
            return isOn == true
                && (hosts.contains(host) || domains.contains { host == $0 || host.hasSuffix(".\($0)") })
        }
    }
}
