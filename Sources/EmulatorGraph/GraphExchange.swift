import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The two halves of one exchange with Graph: the numbers a request came with, and the answer that repeats them.
final class GraphExchange: Sendable {
    private static let diagnostics =
        #"{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"EMULATOR0"}}"#

    private let requestID = UUID().uuidString.lowercased()
    private let clientRequestID: String
    private let now: Date
    private let root: String
    private let isPlain: Bool
    private let wantsNothing: Bool
    private let strictTransport: [ServerRequest.Field]

    init(_ request: ServerRequest, version: String, context: EmulatorContext) {
        let given = request.header("client-request-id").flatMap { UUID(uuidString: $0) }
        clientRequestID = given?.uuidString.lowercased() ?? requestID
        now = context.clock.now
        root = AuthorityHost(request, endpoints: context.endpoints).origin + "/" + version
        strictTransport = request.strictTransport("max-age=31536000")
        let accept = (request.header("Accept") ?? "") + (request.query["$format"] ?? "")
        isPlain = accept.lowercased().filter { $0 != " " }.contains("odata.metadata=none")
        wantsNothing =
            request.header("Prefer")?.lowercased().contains("return=minimal") == true && request.method != "GET"
    }

    /// The answer with everything that all answers have.
    func response(_ reply: GraphReply) -> ServerResponse {
        var headers = commonHeaders
        if let location = reply.location { headers.append(.init("Location", "\(root)/\(location)")) }
        if let text = reply.text {
            headers.append(.init("Content-Type", "text/plain"))
            return ServerResponse(status: reply.status, headers: headers, body: Array(text.utf8))
        }
        guard var body = reply.body, !(wantsNothing && reply.location != nil) else {
            return ServerResponse(status: reply.body == nil ? reply.status : 204, headers: headers)
        }
        if let context = reply.context, !isPlain {
            body.members.insert(
                .init(name: "@odata.context", value: .string("\(root)/$metadata#\(context)")),
                at: 0
            )
        }
        let metadata = isPlain ? "none" : "minimal"
        headers.append(
            .init(
                "Content-Type",
                "application/json;odata.metadata=\(metadata);odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
            )
        )
        return ServerResponse(status: reply.status, headers: headers, body: JSONValue.object(body).serialized())
    }

    /// The answer that refuses.
    func refusal(_ error: GraphError) -> ServerResponse {
        var body: JSONObject = ["code": .string(error.code), "message": .string(error.message)]
        if !error.details.isEmpty {
            body["details"] = .array(
                error.details.map {
                    ["code": .string($0.code), "message": .string($0.message), "target": .string($0.target)]
                }
            )
        }
        body["innerError"] = [
            "date": .string(String(GraphDate.text(now).dropLast())),
            "request-id": .string(requestID),
            "client-request-id": .string(clientRequestID),
        ]
        return ServerResponse(
            status: error.status,
            headers: commonHeaders + error.headers + [.init("Content-Type", "application/json")],
            body: JSONValue.object(["error": .object(body)]).serialized()
        )
    }

    private var commonHeaders: [ServerRequest.Field] {
        [
            .init("Cache-Control", "no-cache"),
            .init("Vary", "Accept-Encoding"),
            .init("OData-Version", "4.0"),
            .init("request-id", requestID),
            .init("client-request-id", clientRequestID),
            .init("x-ms-ags-diagnostic", Self.diagnostics),
            .init("x-ms-resource-unit", "1"),
        ] + strictTransport
    }
}
