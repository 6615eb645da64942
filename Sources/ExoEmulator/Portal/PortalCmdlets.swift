import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorPortal
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Runs the portal's cmdlets as who is signed in, through Exchange's own door: roles decide as they do for any client.
struct PortalCmdlets: Sendable {
    let entra: EntraContext
    let exchange: ExchangeService

    /// Runs one.
    ///
    /// - Throws: `DatabaseError`, `CryptoError` or ``EmulatorError`` when no token can be made.
    func run(_ call: PortalCmdlet) throws -> PortalRows {
        var query: [ServerRequest.Field] = []
        if let page = call.page { query.append(.init("$skiptoken", page)) }
        if !call.properties.isEmpty { query.append(.init("$select", call.properties.joined(separator: ","))) }
        var request = ServerRequest(
            method: "POST",
            target: "/adminapi/beta/\(call.tenant.id)/InvokeCommand"
                + (query.isEmpty ? "" : "?" + FormFields(query).encoded),
            headers: [
                .init("X-AnchorMailbox", "UPN:\(call.user.userPrincipalName)"),
                .init("Prefer", "odata.maxpagesize=\(call.pageSize)"),
                .init("X-CmdletName", call.name),
                .init("X-ResponseFormat", "json"),
            ],
            body: JSONValue.object([
                "CmdletInput": ["CmdletName": .string(call.name), "Parameters": .object(call.parameters)]
            ]).serialized(),
            listener: "regional"
        )
        let token = try UserToken(user: call.user, tenant: call.tenant).text(EntraCall(request, entra))
        request.headers.append(.init("Authorization", "Bearer \(token)"))
        let reply = exchange.respond(to: request, path: request.pathSegments)
        guard let reply, let body = try? JSONValue(parsing: reply.body) else {
            return PortalRows(status: reply?.status ?? 404, rows: [], next: nil, refusal: "")
        }
        return PortalRows(
            status: reply.status,
            rows: body["value"]?.arrayValue?.compactMap(\.objectValue) ?? [],
            next: body["@odata.nextLink"]?.stringValue.flatMap(Self.mark),
            refusal: body["error"]?["innererror"]?["internalexception"]?["message"]?.stringValue
                ?? body["error"]?["message"]?.stringValue ?? ""
        )
    }

    /// The mark of the next page in its link.
    private static func mark(_ link: String) -> String? {
        guard let start = link.firstIndex(of: "?") else { return nil }
        return FormFields(parsing: link[link.index(after: start)...]).value(ignoringCase: "$skiptoken")
    }
}
