import ExoEmulator
import ExoJSON
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// An emulator in this process, whose time is the test's, with what tests of signing in need of it.
final class EmulatedTenant {
    static let automation = "aaaaaaaa-0000-4000-8000-000000000002"
    static let secret = "emulator-automation-secret"
    static let person = "admin@contoso.com"

    let emulator: Emulator
    let transport: InProcessTransport
    private let watch: Watch

    /// What is called with each request before and after it is answered.
    private final class Watch: Sendable {
        let before = Mutex<(@Sendable (ServerRequest) -> Void)?>(nil)
        let after = Mutex<(@Sendable (ServerRequest, ServerResponse) -> Void)?>(nil)
    }

    /// Makes a tenant and has a test's commands reach it.
    init(_ run: TestRun) throws {
        let clock = run.clock
        let emulator = try Emulator(.temporary(now: { clock.date }))
        let watch = Watch()
        self.emulator = emulator
        self.watch = watch
        let ports = [443: "front", 8443: "front", 8444: "regional", 80: "identity"]
        transport = InProcessTransport(
            handler: { request in
                watch.before.withLock { $0 }?(request)
                let response = emulator.respond(to: request)
                watch.after.withLock { $0 }?(request, response)
                return response
            },
            listeners: ports
        )
        run.transport = transport
        run.environment["EXO_CLOUD"] = "emulator"
    }

    /// Calls something with each request before it is answered.
    func beforeEach(_ see: @escaping @Sendable (ServerRequest) -> Void) { watch.before.withLock { $0 = see } }

    /// Has a person enter every device code that is given, as soon as it is given.
    func approveDevices(as user: String = person) {
        let emulator = emulator
        watch.after.withLock {
            $0 = { request, response in
                guard request.target.hasSuffix("/devicecode") else { return }
                do {
                    let code = try JSONValue(parsing: response.body)["user_code"]?.stringValue
                    try EmulatedPerson(emulator).approve(try #require(code), as: user)
                } catch { Issue.record(error) }
            }
        }
    }

    /// The requests for tokens so far.
    var tokenRequests: [ServerRequest] { transport.requests.filter { $0.target.contains("/token") } }

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
        try #require(reply.status == 200)
        return try JSONValue(parsing: reply.body)
    }

    /// Calls Microsoft Graph as the administrator does with Azure CLI.
    @discardableResult
    func graph(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        as administrator: String = person
    ) throws -> JSONValue {
        let token = try control(
            "POST",
            "tokens",
            [
                "user": .string(administrator), "client": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
                "resource": "https://graph.microsoft.com",
            ]
        )
        let reply = emulator.respond(
            to: ServerRequest(
                method: method,
                target: "/v1.0/\(path)",
                headers: [
                    .init("Host", "localhost:8443"), .init("Content-Type", "application/json"),
                    .init("Authorization", "Bearer \(try #require(token["access_token"]?.stringValue))"),
                ],
                body: body?.serialized() ?? []
            )
        )
        try #require((200..<300).contains(reply.status), "\(String(decoding: reply.body, as: UTF8.self))")
        return reply.body.isEmpty ? .null : try JSONValue(parsing: reply.body)
    }

    /// The object id of the seeded application.
    func automationObject() throws -> String {
        try #require(try graph("GET", "applications(appId='\(Self.automation)')")["id"]?.stringValue)
    }
}
