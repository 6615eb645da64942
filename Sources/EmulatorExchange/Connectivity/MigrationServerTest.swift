import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Test-MigrationServerAvailability: whether the server answers that mailboxes are to come from, by its name, by an address on
/// it or by an endpoint.
struct MigrationServerTest: CmdletHandler {
    private static let endpoints = SettingNoun("MigrationEndpoint")
    /// The parameters that name a server, the one that is asked first.
    private static let servers = ["RemoteServer", "RPCProxyServer", "ExchangeServer"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let endpoint = try call.text("Endpoint").flatMap { identity in
            try Self.endpoints.objects(named: identity, owner: nil, scope).first
        }
        if let identity = call.text("TestMailbox") {
            _ = try MailboxTarget.mailbox(named: identity, noun: "Mailbox", scope)
        }
        let server = endpoint.map(Self.server) ?? Self.server(of: call)
        guard let server else { throw AdminAPIError.parameterSet() }
        if call.isQuestion { return .confirmation("Testing the availability of \"\(server)\".") }
        let isThere = RemoteHost.answers(server)
        let isOutlook =
            endpoint?.text("EndpointType") == "ExchangeOutlookAnywhere" || call.isOn("ExchangeOutlookAnywhere")
        let port = endpoint?.properties["Port"]?.integerValue ?? call.number("Port")
        var row = ObjectShape.of(noun: noun).row(
            server,
            [
                "Result": TestResult.value(isThere ? "Success" : "Failed"),
                "SupportsCutover": .bool(isThere && isOutlook),
                "TestedEndpoint": .string(endpoint?.name ?? server),
            ]
        )
        if isThere {
            // What settings look like is a guess.
            row["ConnectionSettings"] = .string(port.map { "\(server):\($0)" } ?? server)
        } else {
            let message = "The connection to the server '\(server)' could not be completed."
            row["Message"] = .string(message)
            row["ErrorDetail"] = .string(
                "Microsoft.Exchange.Migration.MigrationServerConnectionFailedException: \(message)"
            )
        }
        return .row(noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: Set(Self.servers).union([
                "Autodiscover", "Compliance", "Confirm", "EmailAddress", "Endpoint", "ExchangeOutlookAnywhere",
                "ExchangeRemoteMove", "Gmail", "Imap", "Port", "PublicFolder", "PublicFolderToUnifiedGroup",
                "TestMailbox", "WhatIf",
            ]),
            shape: nil
        )
    }

    /// The server of an endpoint; one that finds it by an address has none and is there.
    private static func server(of endpoint: ExchangeObject) -> String {
        servers.lazy.compactMap { name in
            endpoint.text(name == "RPCProxyServer" ? "RpcProxyServer" : name).flatMap { $0.isEmpty ? nil : $0 }
        }.first ?? endpoint.name
    }

    private static func server(of call: BoundCall) -> String? {
        if call.isOn("Gmail") { return "imap.gmail.com" }
        return servers.lazy.compactMap { call.text($0) }.first ?? call.text("EmailAddress").map(RemoteHost.domain)
    }
}
