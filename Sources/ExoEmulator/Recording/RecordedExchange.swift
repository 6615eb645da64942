import EmulatorCore
import ExoJSON
import HTTPServer

/// A request and its reply as one line of a recording.
struct RecordedExchange: Sendable {
    /// What was sent along.
    enum Body: Sendable {
        case nothing
        case json(JSONValue)
        case form(FormFields)
        case text(String)
        /// A body that was left out.
        case removed(type: String, count: Int)
    }

    var method: String
    var target: String
    var headers: [ServerRequest.Field]
    var body: Body
    var status: Int
    var replyHeaders: [ServerRequest.Field]
    var reply: Body

    var json: JSONObject {
        [
            "method": .string(method), "target": .string(target), "headers": Self.json(headers), "body": body.json,
            "status": .integer(Int64(status)), "replyHeaders": Self.json(replyHeaders), "reply": reply.json,
        ]
    }

    private static func json(_ fields: [ServerRequest.Field]) -> JSONValue {
        .array(fields.map { .array([.string($0.name), .string($0.value)]) })
    }
}

extension RecordedExchange {
    /// Reads a line.
    init?(_ line: [UInt8]) {
        guard let object = try? JSONValue(parsing: line).objectValue, let method = object["method"]?.stringValue,
            let target = object["target"]?.stringValue, target.hasPrefix("/"),
            let status = object["status"]?.integerValue, (200...599).contains(status),
            let headers = Self.fields(object["headers"]), let replyHeaders = Self.fields(object["replyHeaders"]),
            let body = Body(object["body"]), let reply = Body(object["reply"])
        else { return nil }
        self.init(
            method: method,
            target: target,
            headers: headers,
            body: body,
            status: Int(status),
            replyHeaders: replyHeaders,
            reply: reply
        )
    }

    private static func fields(_ value: JSONValue?) -> [ServerRequest.Field]? {
        guard let pairs = value?.arrayValue else { return nil }
        let fields = pairs.compactMap { pair -> ServerRequest.Field? in
            guard let name = pair[0]?.stringValue, let value = pair[1]?.stringValue,
                // A tab may stand in a value.
                !name.isEmpty,
                !(name + value.filter { $0 != "\t" }).utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
            else { return nil }
            return .init(name, value)
        }
        return fields.count == pairs.count ? fields : nil
    }
}

extension RecordedExchange.Body {
    var json: JSONValue {
        switch self {
        case .nothing: .null
        case .json(let value): ["json": value]
        case .form(let form): ["form": .array(form.fields.map { .array([.string($0.name), .string($0.value)]) })]
        case .text(let text): ["text": .string(text)]
        case .removed(let type, let count): ["removed": .string(type), "bytes": .integer(Int64(count))]
        }
    }

    init?(_ value: JSONValue?) {
        guard let value, value != .null else {
            self = .nothing
            return
        }
        if let json = value["json"] {
            self = .json(json)
        } else if let text = value["text"]?.stringValue {
            self = .text(text)
        } else if let pairs = value["form"]?.arrayValue {
            self = .form(
                FormFields(
                    pairs.compactMap { pair in
                        guard let name = pair[0]?.stringValue, let value = pair[1]?.stringValue else { return nil }
                        return .init(name, value)
                    }
                )
            )
        } else if let type = value["removed"]?.stringValue {
            self = .removed(type: type, count: Int(value["bytes"]?.integerValue ?? 0))
        } else {
            return nil
        }
    }

    /// The bytes of a reply, where they were kept.
    func bytes(origin: String) -> [UInt8] {
        switch self {
        case .nothing, .removed: []
        case .json(let value): Array(value.text().replacing(Scrubber.origin, with: origin).utf8)
        case .form(let form): Array(form.encoded.utf8)
        case .text(let text): Array(text.replacing(Scrubber.origin, with: origin).utf8)
        }
    }
}
