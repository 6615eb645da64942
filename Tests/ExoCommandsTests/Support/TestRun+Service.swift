import ExoCommands
import ExoTransport
import TestSupport
import Testing

extension TestRun {
    /// The service's greeting.
    static let banner = ScriptedReply.json("{\"sessionType\":\"AutogenSession\",\"moduleBannerContent\":\"\"}")
        .expecting("GET", url: "/EXOBanner('AutogenSession')")

    /// A page of rows.
    static func page(_ rows: String..., warnings: [String] = [], more: String = "") -> ScriptedReply {
        let texts = warnings.map { "\"\($0)\"" }.joined(separator: ",")
        return .json("{\"@adminapi.warnings\":[\(texts)],\(more)\"value\":[\(rows.joined(separator: ","))]}")
            .expecting("POST", url: "/InvokeCommand")
    }

    /// Answers with these replies, in order.
    @discardableResult
    func script(_ replies: ScriptedReply...) -> ScriptedTransport {
        let scripted = ScriptedTransport(replies)
        transport = scripted
        return scripted
    }

    /// A run with a stored connection to a service.
    static func connected(to service: BulkService) async throws -> TestRun {
        let run = try TestRun()
        try #require(await run.connect().code == .done)
        run.transport = service.transport
        return run
    }

    /// Connects as `admin@contoso.com`, so that a connection is stored.
    func connect() async -> Outcome {
        input[0] = Array(TestToken.user().utf8)
        script(Self.banner)
        return await run(["connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin"])
    }
}
