internal import ExoJSON
internal import ExoTransport
internal import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// One request and what came back, as far as it came; gives the entry of the archive.
final class TracedExchange: Sendable {
    /// The most bytes of a body that are kept.
    static let bodyLimit = 64 << 10

    private struct State {
        var status = 0
        var headers = HTTPHeaders()
        var body: [UInt8] = []
        var bodyBytes = 0
        var isWhole = false
        var headAfter: Duration?
        var endAfter: Duration?
        var failure: String?
    }

    private let request: HTTPRequest
    private let start: Date
    private let stopwatch: Stopwatch
    private let state = Mutex(State())

    init(_ request: HTTPRequest, at start: Date, _ stopwatch: Stopwatch) {
        self.request = request
        self.start = start
        self.stopwatch = stopwatch
    }

    /// Notes the head of the response.
    func noteHead(_ response: HTTPResponse) {
        let time = stopwatch.elapsed
        state.withLock { state in
            state.status = response.status
            state.headers = response.headers
            state.headAfter = time
        }
    }

    /// Notes a part of the body.
    func note(_ part: [UInt8]) {
        state.withLock { state in
            state.bodyBytes += part.count
            state.body += part.prefix(max(0, Self.bodyLimit - state.body.count))
        }
    }

    /// Notes that the body was read to its end.
    func noteWholeBody() {
        let time = stopwatch.elapsed
        state.withLock { state in
            state.isWhole = true
            state.endAfter = time
        }
    }

    /// Notes that no more comes, for that reason.
    func noteEnd(_ error: (any Error)?) {
        let time = stopwatch.elapsed
        state.withLock { state in
            guard state.endAfter == nil else { return }
            state.endAfter = time
            switch error {
            case let error as TransportError: state.failure = error.message
            case is CancellationError: state.failure = "interrupted"
            case nil: state.failure = state.headAfter == nil ? nil : "the body was not read to its end"
            default: state.failure = "failed"
            }
        }
    }

    /// The entry of the archive, without secrets.
    var entry: JSONValue {
        let now = stopwatch.elapsed
        let state = state.withLock { $0 }
        let end = state.endAfter ?? now
        let head = state.headAfter ?? end
        var entry: JSONObject = [
            "startedDateTime": .string(start.formatted(Self.timeStyle)),
            "time": .double(Self.milliseconds(end)),
            "request": requestValue,
            "response": responseValue(state),
            "cache": [:],
            "timings": [
                "blocked": -1, "dns": -1, "connect": -1, "ssl": -1, "send": 0,
                "wait": .double(Self.milliseconds(head)), "receive": .double(Self.milliseconds(end - head)),
            ],
        ]
        let failure = state.failure ?? (state.endAfter == nil ? "still under way when the command ended" : nil)
        if let failure { entry["comment"] = .string(TraceRedaction.text(failure)) }
        return .object(entry)
    }

    private var requestValue: JSONValue {
        var value: JSONObject = [
            "method": .string(request.method),
            "url": .string(String(TraceRedaction.url(request.url).prefix { $0 != "#" })),
            "httpVersion": "unknown",
            "cookies": [],
            "headers": Self.list(TraceRedaction.requestHeaders(request.headers)),
            "queryString": Self.list(TraceRedaction.query(of: request.url)),
            "headersSize": -1,
            "bodySize": .integer(Int64(request.body?.count ?? 0)),
        ]
        if let body = request.body { value["postData"] = postData(body) }
        return .object(value)
    }

    private func postData(_ body: [UInt8]) -> JSONValue {
        let type = request.headers["Content-Type"] ?? ""
        var data: JSONObject = ["mimeType": .string(type)]
        if type.lowercased().hasPrefix("application/x-www-form-urlencoded") {
            // Of the two only one may be there.
            data["params"] = Self.list(TraceRedaction.form(body))
        } else {
            let (text, comment) = Self.cut(TraceRedaction.body(body[...], isWhole: true, of: request.url))
            data["text"] = .string(text)
            data["comment"] = comment.map { .string($0) }
        }
        return .object(data)
    }

    private func responseValue(_ state: State) -> JSONValue {
        let type = state.headers["Content-Type"] ?? "x-unknown"
        var content: JSONObject = ["size": .integer(Int64(state.bodyBytes)), "mimeType": .string(type)]
        let isWhole = state.bodyBytes == state.body.count
        if !state.body.isEmpty {
            let text = TraceRedaction.body(state.body[...], isWhole: isWhole, of: request.url)
            content["text"] = .string(text)
            if !isWhole {
                content["comment"] = .string("the first \(state.body.count) of \(state.bodyBytes) bytes")
            }
        }
        return [
            "status": .integer(Int64(state.status)),
            "statusText": "",
            "httpVersion": "unknown",
            "cookies": [],
            "headers": Self.list(TraceRedaction.responseHeaders(state.headers)),
            "content": .object(content),
            "redirectURL": .string(state.headers["Location"].map(TraceRedaction.url) ?? ""),
            "headersSize": -1,
            "bodySize": state.isWhole ? .integer(Int64(state.bodyBytes)) : -1,
        ]
    }

    private static let timeStyle = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private static func milliseconds(_ duration: Duration) -> Double {
        ((duration / .microseconds(1)).rounded()) / 1000
    }

    private static func list(_ fields: [HTTPHeaders.Field]) -> JSONValue {
        .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] })
    }

    private static func cut(_ text: String) -> (text: String, comment: String?) {
        guard text.utf8.count > bodyLimit else { return (text, nil) }
        let kept = String(decoding: text.utf8.prefix(bodyLimit), as: UTF8.self)
        return (kept, "the first \(bodyLimit) of \(text.utf8.count) bytes")
    }
}
