import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

extension ExchangeHarness {
    /// A token of the control API.
    func issued(_ asked: JSONValue) throws -> String {
        let reply = emulator.respond(
            to: ServerRequest(
                method: "POST",
                target: "/_emulator/tokens",
                headers: [.init("Content-Type", "application/json")],
                body: asked.serialized()
            )
        )
        return try #require(try JSONValue(parsing: reply.body)["access_token"]?.stringValue, "\(reply.text)")
    }

    /// The token of a user of contoso with these directory roles and no other.
    func token(ofUser alias: String, roles: [String] = []) throws -> String {
        try issued([
            "user": .string("\(alias)@contoso.com"),
            "claims": ["scp": "Exchange.Manage", "wids": .array(roles.map { .string($0) })],
        ])
    }

    /// The token of an application of contoso with these directory roles and no other.
    func token(ofApplication client: String, roles: [String] = []) throws -> String {
        try issued([
            "client": .string(client),
            "claims": ["roles": ["Exchange.ManageAsApp"], "wids": .array(roles.map { .string($0) })],
        ])
    }

    /// What the script module of a caller exports.
    func exported(as caller: String, tenant: String = contoso) throws -> Set<String> {
        let reply = try send("GET", "/adminapi/v1.0/\(tenant)/EXOModuleFile", as: caller)
        #expect(reply.status == 200, "\(reply.errorText)")
        let names = reply.rows.first?["exportedCmdlets"]?.stringValue ?? ""
        return Set(names.split(separator: ",").map(String.init))
    }

    /// Runs a cmdlet that has to do its work.
    @discardableResult
    func done(
        _ cmdlet: String,
        _ parameters: JSONObject = [:],
        as caller: String = "admin",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let reply = try run(cmdlet, parameters, as: caller)
        #expect(reply.status == 200, "\(cmdlet): \(reply.errorText)", sourceLocation: sourceLocation)
        return reply
    }
}
