import ExoEmulator
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import EmulatorGraph

/// Graph over a seeded store in memory, beside the sign-in side that its tokens come from.
final class GraphBench {
    /// What a request was answered with.
    struct Answer {
        var response: ServerResponse
        var status: Int { response.status }
        var body: JSONObject

        subscript(name: String) -> JSONValue? { body[name] }
        var id: String { body["id"]?.stringValue ?? "" }
        var values: [JSONObject] { body["value"]?.arrayValue?.compactMap(\.objectValue) ?? [] }
        var errorCode: String? { body["error"]?["code"]?.stringValue }
    }

    let entra: EntraBench
    let contosoToken: String
    let fabrikamToken: String
    private static let scope = "https://graph.microsoft.com/.default"

    convenience init() throws { try self.init(EntraBench()) }

    /// Graph of the emulator that a browser is at.
    init(_ entra: EntraBench) throws {
        self.entra = entra
        contosoToken = try entra.applicationToken(scope: Self.scope)
        fabrikamToken = try entra.applicationToken(scope: Self.scope, tenant: "fabrikam.com")
    }

    /// Sends a request with the token of contoso's application, or another one.
    func send(
        _ method: String,
        _ target: String,
        _ body: JSONValue? = nil,
        headers: [(String, String)] = [],
        token: String? = nil
    ) throws -> Answer {
        try send(method, target, bytes: body?.serialized() ?? [], headers: headers, token: token)
    }

    func send(
        _ method: String,
        _ target: String,
        bytes: [UInt8],
        headers: [(String, String)] = [],
        token: String? = nil
    ) throws -> Answer {
        var fields = headers.map { ServerRequest.Field($0.0, $0.1) }
        fields.append(.init("Host", "localhost:8443"))
        let token = token ?? contosoToken
        if !token.isEmpty { fields.append(.init("Authorization", "Bearer \(token)")) }
        if !bytes.isEmpty, !headers.contains(where: { $0.0 == "Content-Type" }) {
            fields.append(.init("Content-Type", "application/json"))
        }
        let whole = target.hasPrefix("/") ? target : "/v1.0/\(target)"
        let request = ServerRequest(method: method, target: whole, headers: fields, body: bytes)
        let response = entra.emulator.respond(to: request)
        return Answer(response: response, body: (try? JSONValue(parsing: response.body))?.objectValue ?? [:])
    }

    /// A token of a user of contoso, with `User.Read` on Graph.
    func userToken(_ login: String = "admin@contoso.com") throws -> String {
        let scope = "https://graph.microsoft.com/User.Read openid offline_access"
        let code = try entra.code(login, changes: ["scope": scope])
        var form = EntraBench.redemption(code)
        form.removeAll { $0.0 == "scope" }
        form.append(("scope", scope))
        entra.cookies = [:]
        return try #require(try entra.token(form).body["access_token"]?.stringValue)
    }

    /// Registers an app with a service principal.
    func makeApplication(_ body: JSONValue = ["displayName": "Tool"]) throws -> (app: Answer, principal: Answer) {
        let app = try send("POST", "applications", body)
        let principal = try send("POST", "servicePrincipals", ["appId": app["appId"] ?? .null])
        return (app, principal)
    }

    /// The object id of a resource's service principal.
    func principalID(_ appID: String) throws -> String {
        try send("GET", "servicePrincipals?$filter=appId%20eq%20'\(appID)'&$select=id").values.first?["id"]?.stringValue
            ?? ""
    }
}
