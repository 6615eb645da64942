import ExoJSON
import HTTPServer

extension FaultKind {
    /// A day: longer waits are nobody's.
    private static let longest = 86_400.0

    /// Reads what belongs to a kind.
    ///
    /// - Throws: ``EmulatorError`` with what is missing or out of range.
    init(_ name: FaultName, _ body: ControlBody) throws {
        func seconds(_ usual: Double?) throws -> Double {
            guard let seconds = try body.number("seconds", in: 0...Self.longest) ?? usual else {
                throw EmulatorError("\"\(name.rawValue)\" needs \"seconds\".")
            }
            return seconds
        }
        self =
            switch name {
            case .reply: try Self.reply(body)
            case .latency: .latency(.milliseconds(Int64(try seconds(nil) * 1000)))
            case .throttled: .throttled(try Self.retryAfter(body, usual: 30))
            case .concurrencyRefused: .concurrencyRefused
            case .microDelay: .microDelay(.milliseconds(Int64(try seconds(1) * 1000)))
            case .rateLimit:
                .rateLimit(
                    calls: try body.integer("calls", in: 0...1_000_000) ?? 10,
                    seconds: try body.integer("seconds", in: 1...86_400) ?? 16
                )
            case .unavailable: .unavailable(try Self.retryAfter(body, usual: nil))
            case .gatewayTimeout: .gatewayTimeout
            case .reset: .reset(executed: try body.flag("executed") ?? false)
            case .noReply: .noReply(executed: try body.flag("executed") ?? false)
            case .cut: try .cut(bytes: Self.needed(body.integer("bytes", in: 0...Int64(Int32.max)), name, "bytes"))
            case .falseGzip: .falseGzip
            case .nulBytes: .nulBytes
            case .cursorExpired: .cursorExpired
            case .regionMoved: .regionMoved
            case .tokenRevoked: .tokenRevoked
            case .clockSkew:
                try .clockSkew(
                    seconds: Self.needed(body.integer("seconds", in: -31_536_000...31_536_000), name, "seconds")
                )
            case .staleReads: .staleReads(seconds: try seconds(5))
            }
    }

    private static func needed<Value>(_ value: Value?, _ name: FaultName, _ member: String) throws -> Value {
        guard let value else { throw EmulatorError("\"\(name.rawValue)\" needs \"\(member)\".") }
        return value
    }

    private static func retryAfter(_ body: ControlBody, usual: Double?) throws -> RetryAfter {
        let given = try body.number("seconds", in: 0...longest)
        let form = try body.text("retryAfter")?.lowercased() ?? (given == nil && usual == nil ? "none" : "seconds")
        switch form {
        case "none":
            guard given == nil else { throw EmulatorError("\"seconds\" are not told with \"retryAfter\": \"none\".") }
            return .never
        case "seconds": return .seconds(given ?? usual ?? 30)
        case "date": return .date(seconds: given ?? usual ?? 30)
        default: throw EmulatorError("\"retryAfter\" is one of seconds, date, none.")
        }
    }

    /// Reads a reply: `status` (503), `headers`, `body`, `delaySeconds`, `cutAfter`, `noReply`.
    private static func reply(_ body: ControlBody) throws -> FaultKind {
        var response = ServerResponse(status: try body.integer("status", in: 200...599) ?? 503)
        response.body = Array((try body.text("body") ?? "").utf8)
        for header in try body.members("headers")?.members ?? [] {
            guard let value = header.value.stringValue, isField(header.name, value) else {
                throw EmulatorError("\"headers\" are names and texts, as a reply may have them.")
            }
            response.headers.append(.init(header.name, value))
        }
        if let seconds = try body.integer("delaySeconds", in: 0...3600) { response.delay = .seconds(seconds) }
        if let length = try body.integer("cutAfter", in: 0...Int64(Int32.max)) { response.fault = .cutAfter(length) }
        if try body.flag("noReply") == true { response.fault = .noReply }
        return .reply(response)
    }

    private static func isField(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// A number as it was written.
    static func number(_ number: Double) -> JSONValue {
        Int64(exactly: number).map { .integer($0) } ?? .double(number)
    }

    /// What belongs to the kind, as it is read.
    var json: JSONObject {
        switch self {
        case .reply(let response):
            var object: JSONObject = ["status": .integer(Int64(response.status))]
            if !response.headers.isEmpty {
                object["headers"] = .object(
                    JSONObject(response.headers.map { .init(name: $0.name, value: .string($0.value)) })
                )
            }
            if !response.body.isEmpty { object["body"] = .string(String(decoding: response.body, as: UTF8.self)) }
            if let delay = response.delay { object["delaySeconds"] = .integer(delay.components.seconds) }
            if case .cutAfter(let count) = response.fault { object["cutAfter"] = .integer(Int64(count)) }
            if response.fault == .noReply { object["noReply"] = true }
            return object
        case .latency(let duration), .microDelay(let duration):
            return ["seconds": Self.number(duration / .seconds(1))]
        case .throttled(let after), .unavailable(let after): return after.json
        case .rateLimit(let calls, let seconds):
            return ["calls": .integer(Int64(calls)), "seconds": .integer(Int64(seconds))]
        case .reset(let executed), .noReply(let executed): return ["executed": .bool(executed)]
        case .cut(let bytes): return ["bytes": .integer(Int64(bytes))]
        case .clockSkew(let seconds): return ["seconds": .integer(Int64(seconds))]
        case .staleReads(let seconds): return ["seconds": Self.number(seconds)]
        case .concurrencyRefused, .gatewayTimeout, .falseGzip, .nulBytes, .cursorExpired, .regionMoved, .tokenRevoked:
            return [:]
        }
    }
}

extension FaultKind.RetryAfter {
    var json: JSONObject {
        switch self {
        case .never: ["retryAfter": "none"]
        case .seconds(let seconds): ["seconds": FaultKind.number(seconds), "retryAfter": "seconds"]
        case .date(let seconds): ["seconds": FaultKind.number(seconds), "retryAfter": "date"]
        }
    }
}
