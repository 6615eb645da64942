import ExoJSON
import ExoTransport
import Synchronization
import TestSupport

/// A service that answers cmdlets by a function, alone or several in a batch, and keeps what they asked for.
final class BulkService: Sendable {
    /// A cmdlet as it came.
    struct Call: Sendable {
        var cmdlet: String
        var parameters: JSONObject
        var url: String

        var identity: String { parameters["Identity"]?.stringValue ?? "" }
    }

    /// What is answered to a call: rows, or the text of a refusal.
    enum Answer: Sendable {
        case rows([JSONValue])
        case refusal(String)
        case unauthorized
        case nothing
    }

    private let answer: Mutex<@Sendable (Call) -> Answer>
    private let seen = Mutex<[Call]>([])
    private let others = Mutex(0)

    init(_ answer: @escaping @Sendable (Call) -> Answer = { _ in .rows([]) }) { self.answer = Mutex(answer) }

    var calls: [Call] { seen.withLock { $0 } }

    /// How many requests came that are no cmdlets.
    var otherCount: Int { others.withLock { $0 } }

    /// Answers by another function from now on.
    func answers(_ answer: @escaping @Sendable (Call) -> Answer) { self.answer.withLock { $0 = answer } }

    func forget() { seen.withLock { $0 = [] } }

    var transport: AnsweringTransport { AnsweringTransport { [self] in try reply(to: $0) } }

    private func reply(to request: HTTPRequest) throws -> ScriptedReply {
        guard request.method == "POST" else {
            others.withLock { $0 += 1 }
            return .json("{\"sessionType\":\"AutogenSession\",\"moduleBannerContent\":\"\"}")
        }
        let body = try JSONValue(parsing: request.body ?? [])
        guard let entries = body["requests"]?.arrayValue else {
            guard let (status, value) = take(body, request.url) else {
                throw TransportError(code: .noReply, message: "gone", mayHaveBeenSent: true)
            }
            return .json(value.text(), status: status)
        }
        let responses = entries.compactMap { entry -> JSONValue? in
            guard let id = entry["id"], let (status, value) = take(entry["body"] ?? .null, request.url) else {
                return nil
            }
            return ["id": id, "status": .integer(Int64(status)), "headers": [:], "body": value]
        }
        return .json(JSONValue.object(["responses": .array(responses)]).text(), headers: ["OData-Version": "4.0"])
    }

    private func take(_ body: JSONValue, _ url: String) -> (Int, JSONValue)? {
        let input = body["CmdletInput"]
        let call = Call(
            cmdlet: input?["CmdletName"]?.stringValue ?? "",
            parameters: input?["Parameters"]?.objectValue ?? [:],
            url: url
        )
        seen.withLock { $0.append(call) }
        switch answer.withLock({ $0 })(call) {
        case .rows(let rows): return (200, ["@adminapi.warnings": [], "value": .array(rows)])
        case .refusal(let text): return (400, ["error": ["code": "BadRequest", "message": .string(text)]])
        case .unauthorized: return (401, ["error": ["code": "Unauthorized", "message": "no"]])
        case .nothing: return nil
        }
    }
}
