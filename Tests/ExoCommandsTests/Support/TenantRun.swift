import ExoCommands
import ExoEmulator
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Command lines beside an emulated tenant, with one clock for both that moves itself where somebody waits.
final class TenantRun {
    static let graphAddress = "https://graph.microsoft.com"
    static let contoso = "11111111-1111-4111-8111-111111111111"

    let run: TestRun
    let transport: InProcessTransport
    private let emulator: Emulator

    init() throws {
        let clock = TestClock(advancesItself: true)
        let emulator = try Emulator(.temporary(now: { clock.date }))
        self.emulator = emulator
        run = try TestRun(clock: clock)
        transport = InProcessTransport { emulator.respond(to: $0) }
        run.transport = transport
        run.environment["EXO_CLOUD"] = "emulator"
        run.environment["EXO_GRAPH_TOKEN"] = try graphToken()
    }

    /// Calls the control API.
    @discardableResult
    func control(_ method: String, _ path: String, _ body: JSONValue) throws -> JSONValue {
        let reply = emulator.respond(
            to: ServerRequest(
                method: method,
                target: "/_emulator/\(path)",
                headers: [.init("Content-Type", "application/json")],
                body: body.serialized()
            )
        )
        let answer = try JSONValue(parsing: reply.body)
        try #require(reply.status == 200, "\(answer.text())")
        return answer
    }

    /// The text of a token that the control API makes.
    func token(_ body: JSONValue) throws -> String {
        try #require(try control("POST", "tokens", body)["access_token"]?.stringValue)
    }

    /// A token for Microsoft Graph, as the administrator gets it with Azure CLI.
    func graphToken(_ kind: String = "none", claims: JSONObject = [:]) throws -> String {
        try token([
            "kind": .string(kind), "user": "admin@contoso.com", "client": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
            "resource": .string(Self.graphAddress), "claims": .object(claims),
        ])
    }

    /// What the token endpoint answers to a form.
    func form(_ fields: String, tenant: String = "contoso.com") async throws -> JSONValue {
        let request = HTTPRequest(
            "POST",
            "https://localhost:8443/\(tenant)/oauth2/v2.0/token",
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array(fields.utf8)
        )
        return try JSONValue(parsing: try await transport.send(request).body.collect(upTo: 1 << 20))
    }

    /// Changes something in the directory, as its administrator.
    func graph(_ method: String, _ path: String, _ body: JSONValue) async throws {
        let request = HTTPRequest(
            method,
            "https://localhost:8443/v1.0/\(path)",
            headers: ["Authorization": "Bearer \(try graphToken())", "Content-Type": "application/json"],
            body: body.serialized()
        )
        let status = try await transport.send(request).status
        try #require((200..<300).contains(status), "Graph answered \(status)")
    }

    /// Runs `exo app …` and reads what it printed.
    func app(_ words: String...) async throws -> JSONObject {
        let outcome = await run.run(["app"] + words + ["--output", "json"])
        try #require(outcome.code == .done, "\(outcome.errors)")
        return try #require(try JSONValue(parsing: outcome.output).objectValue)
    }

    /// The mode of a file, as `600`.
    func mode(_ path: String) throws -> String {
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        return String(try #require(mode), radix: 8)
    }

    /// What a file below the folder holds.
    func content(_ path: String) throws -> String {
        String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    }
}
