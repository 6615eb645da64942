import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// Up to twenty requests in one (`$batch`).
struct GraphBatch: Sendable {
    private static let limit = 20
    private static let methods = ["GET", "POST", "PATCH", "PUT", "DELETE"]

    private struct Item {
        var id: String
        var method: String
        var url: String
        var headers: [ServerRequest.Field]
        var body: [UInt8]
        var dependencies: [String]
    }

    let call: GraphCall
    let version: String
    let service: GraphService

    /// Runs the requests in their order.
    ///
    /// - Throws: ``GraphError`` when the batch itself is malformed.
    func respond() throws -> GraphReply {
        guard call.request.method == "POST" else { throw GraphError.methodNotAllowed }
        let items = try items()
        var statuses: [String: Int] = [:]
        let responses: [JSONValue] = items.map { item in
            let failed = item.dependencies.contains { (statuses[$0] ?? 500) >= 400 }
            let response = failed ? Self.failedDependency : run(item)
            statuses[item.id] = response.status
            return Self.json(response, id: item.id)
        }
        return GraphReply(body: ["responses": .array(responses)])
    }

    private func items() throws -> [Item] {
        var body = try call.body(of: "Batch")
        guard let requests = try body.bodies("requests") else {
            throw GraphError.badRequest("Invalid batch payload: 'requests' is missing.")
        }
        try body.finish()
        guard !requests.isEmpty, requests.count <= Self.limit else {
            throw GraphError.badRequest(
                "Number of batch request steps must be between 1 and the maximum value of \(Self.limit)."
            )
        }
        var items: [Item] = []
        for request in requests {
            let item = try item(request)
            guard !items.contains(where: { $0.id == item.id }) else {
                throw GraphError.badRequest("Invalid batch payload: the id '\(item.id.prefix(50))' is given twice.")
            }
            for dependency in item.dependencies where !items.contains(where: { $0.id == dependency }) {
                throw GraphError.badRequest(
                    "Invalid batch payload: 'dependsOn' names no request before '\(item.id.prefix(50))'."
                )
            }
            items.append(item)
        }
        return items
    }

    private func item(_ request: GraphBody) throws -> Item {
        var request = request
        guard let id = request.value("id").flatMap(Self.identifier), !id.isEmpty,
            let url = try request.text("url", limit: 8192),
            !url.isEmpty,
            let method = try request.text("method")?.uppercased(), Self.methods.contains(method)
        else { throw GraphError.badRequest("Invalid batch payload: a request needs id, method and url.") }
        var headers: [ServerRequest.Field] = []
        if let values = request.value("headers")?.objectValue {
            headers = values.members.compactMap { member in
                member.value.stringValue.map { ServerRequest.Field(member.name, $0) }
            }
        }
        let body = request.value("body")
        let item = Item(
            id: id,
            method: method,
            url: url.hasPrefix("/") ? url : "/\(url)",
            headers: headers,
            body: body.map { $0.isNull ? [] : $0.serialized() } ?? [],
            dependencies: try Self.dependencies(request.value("dependsOn"))
        )
        try request.finish()
        return item
    }

    /// A number serves as an id too, and is answered as text.
    private static func identifier(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text) where text.utf8.count <= 1024: text
        case .integer, .unsigned, .double: value.text()
        default: nil
        }
    }

    private static func dependencies(_ value: JSONValue?) throws -> [String] {
        guard let value, !value.isNull else { return [] }
        guard let elements = value.arrayValue, elements.count <= limit else {
            throw GraphError.badRequest("Invalid batch payload: 'dependsOn' has to be a list of ids.")
        }
        return try elements.map { element in
            guard let id = identifier(element) else {
                throw GraphError.badRequest("Invalid batch payload: 'dependsOn' has to be a list of ids.")
            }
            return id
        }
    }

    private func run(_ item: Item) -> ServerResponse {
        let own = ["authorization", "host", "client-request-id", "accept"]
        let outer = call.request.headers.filter { own.contains($0.name.lowercased()) }
        let inner = item.headers.filter { $0.name.lowercased() != "authorization" && $0.name.lowercased() != "host" }
        // A blank, which a client may leave unescaped here, is none in a target.
        let request = ServerRequest(
            method: item.method,
            target: "/\(version)\(item.url.replacing(" ", with: "%20"))",
            headers: inner + outer,
            body: item.body,
            listener: call.request.listener,
            remoteAddress: call.request.remoteAddress
        )
        let path = request.pathSegments
        guard !path.contains(where: { $0.lowercased() == "$batch" }) else { return Self.nested }
        return service.respond(to: request, path: path) ?? Self.nested
    }

    private static func json(_ response: ServerResponse, id: String) -> JSONValue {
        var object: JSONObject = ["id": .string(id), "status": .integer(Int64(response.status))]
        let shown = ["content-type", "location", "odata-version", "cache-control", "request-id"]
        object["headers"] = .object(
            JSONObject(
                response.headers.filter { shown.contains($0.name.lowercased()) }.map {
                    .init(name: $0.name, value: .string($0.value))
                }
            )
        )
        guard !response.body.isEmpty else { return .object(object) }
        object["body"] =
            (try? JSONValue(parsing: response.body)) ?? .string(Base64.encode(response.body))
        return .object(object)
    }

    private static let failedDependency = refusal(424, "FailedDependency", "A request that this one depends on failed.")
    private static let nested = refusal(400, "BadRequest", "A batch cannot hold another batch.")

    private static func refusal(_ status: Int, _ code: String, _ message: String) -> ServerResponse {
        .json(["error": ["code": .string(code), "message": .string(message)]], status: status)
    }
}
