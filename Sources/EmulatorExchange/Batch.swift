import EmulatorCore
import ExoJSON
import HTTPServer

/// `$batch`: calls of the admin API that travel in one request, each with fields of its own (OData JSON format 4.01, section 19).
struct Batch {
    /// One call, as it is answered like any other.
    struct Item {
        /// The id as it was sent: a text or a number.
        let id: JSONValue
        let request: ServerRequest
        /// The ids of those that must have succeeded before.
        let dependsOn: [String]
    }

    /// The greatest number of calls.
    ///
    /// What the service takes is not known; its own clients send ten.
    static let limit = 100
    /// Bytes of answers after which no further call is made: the whole answer stands in memory.
    static let mostBytes = 64 * 1024 * 1024

    let items: [Item]
    /// Whether calls after one that failed are made.
    let goesOn: Bool

    /// Reads the calls of a request.
    ///
    /// - Throws: ``AdminAPIError`` with status 400 when the body is no batch.
    init(_ request: ExchangeRequest) throws {
        let outer = request.request
        let body = try JSONBody.value(of: outer)
        guard let requests = body["requests"]?.arrayValue else {
            throw AdminAPIError.malformedRequest("The body must be {\"requests\":[{\"id\":…,\"method\":…,\"url\":…}]}.")
        }
        guard requests.count <= Self.limit else {
            throw AdminAPIError.malformedRequest(
                "A batch has \(Self.limit) requests at most, this one \(requests.count)."
            )
        }
        var known: Set<String> = []
        items = try requests.map { entry in
            let item = try Self.item(entry, in: outer)
            guard item.dependsOn.allSatisfy(known.contains) else {
                throw AdminAPIError.malformedRequest(
                    "The request \(item.id.text()) of the batch depends on one that does not stand before it."
                )
            }
            guard known.insert(item.id.text()).inserted else {
                throw AdminAPIError.malformedRequest("Two requests of the batch have the id \(item.id.text()).")
            }
            return item
        }
        let preferences = (outer.header("Prefer") ?? "").lowercased()
        goesOn = preferences.contains("continue-on-error") && !preferences.contains("continue-on-error=false")
    }

    private static func item(_ entry: JSONValue, in outer: ServerRequest) throws -> Item {
        guard let id = entry["id"], id.stringValue != nil || id.integerValue != nil else {
            throw AdminAPIError.malformedRequest("Every request of a batch has an id, a text.")
        }
        guard let method = entry["method"]?.stringValue, let url = entry["url"]?.stringValue else {
            throw AdminAPIError.malformedRequest("The request \(id.text()) of the batch lacks its method or url.")
        }
        var headers = (entry["headers"]?.objectValue?.members ?? []).compactMap { member in
            member.value.stringValue.map { ServerRequest.Field(member.name, $0) }
        }
        // What a call does not say of itself, the batch says for it.
        for name in [
            "Authorization", "Host", "Cookie", "X-AnchorMailbox", "X-ClientApplication", "X-ClientModuleVersion",
        ] {
            if !headers.contains(where: { $0.isNamed(name) }), let value = outer.header(name) {
                headers.append(.init(name, value))
            }
        }
        var request = ServerRequest(
            method: method.uppercased(),
            target: target(of: url, in: outer),
            headers: headers,
            body: entry["body"].map { $0.isNull ? [] : $0.serialized() } ?? [],
            listener: outer.listener,
            remoteAddress: outer.remoteAddress
        )
        request.partDoor = outer.partDoor
        let dependsOn = entry["dependsOn"]?.arrayValue?.map { $0.text() } ?? []
        return Item(id: id, request: request, dependsOn: dependsOn)
    }

    /// Path and query of an absolute address, or of one below the batch's own.
    private static func target(of url: String, in outer: ServerRequest) -> String {
        if let scheme = url.firstRange(of: "://") {
            let rest = url[scheme.upperBound...]
            return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
        }
        if url.hasPrefix("/") { return url }
        let parent = outer.rawPath.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(parent)/\(url)"
    }

    /// Makes the calls in their order.
    ///
    /// - Parameter respond: Answers one.
    /// - Returns: The answers in the order of the calls.
    func response(_ respond: (ServerRequest) -> ServerResponse) -> ServerResponse {
        var bytes = Array("{\"responses\":[".utf8)
        var hasFailed = false
        var failed: Set<String> = []
        for (place, item) in items.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            let isSkipped = hasFailed && !goesOn || item.dependsOn.contains(where: failed.contains)
            let isFull = bytes.count > Self.mostBytes
            let response = isSkipped ? Self.skipped : isFull ? Self.overfull : respond(item.request)
            if response.status >= 400 {
                hasFailed = true
                failed.insert(item.id.text())
            }
            append(response, of: item, to: &bytes)
        }
        bytes += "]}".utf8
        return ServerResponse(status: 200, headers: [.init("Content-Type", InvokeCommand.contentType)], body: bytes)
    }

    /// What stands for a call that was not made, since one before it failed (RFC 4918 section 11.4).
    private static var skipped: ServerResponse {
        .json(
            ["error": ["code": "FailedDependency", "message": "A request before this one failed."]],
            status: 424
        )
    }

    /// What stands for a call that was not made, since the answers before it are too long.
    private static var overfull: ServerResponse {
        .json(
            [
                "error": [
                    "code": "ResponseTooLarge",
                    "message": .string(
                        "The answers before this one have more than \(mostBytes / 1_048_576) MB; ask for less at a time."
                    ),
                ]
            ],
            status: 507
        )
    }

    private func append(_ response: ServerResponse, of item: Item, to bytes: inout [UInt8]) {
        var headers = JSONObject()
        for field in response.headers { headers[field.name] = .string(field.value) }
        bytes += "{\"id\":".utf8
        WireText.append(item.id, to: &bytes)
        bytes += ",\"status\":\(response.status),\"headers\":".utf8
        WireText.append(.object(headers), to: &bytes)
        bytes += ",\"body\":".utf8
        let isJSON = response.header("Content-Type")?.hasPrefix("application/json") ?? false
        if isJSON, !response.body.isEmpty {
            bytes += response.body
        } else {
            WireText.append(
                response.body.isEmpty ? [:] : .string(String(decoding: response.body, as: UTF8.self)),
                to: &bytes
            )
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
