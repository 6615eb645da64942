import ExoTransport
import TestSupport

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

    /// Connects as `admin@contoso.com`, so that a connection is stored.
    func connect() async -> Outcome {
        input[0] = Array(TestToken.user().utf8)
        script(Self.banner)
        return await run(["connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin"])
    }
}
