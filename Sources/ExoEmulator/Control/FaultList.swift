import ExoJSON
import HTTPServer
import Synchronization

/// Replies that go wrong on purpose, until each was given as often as asked.
final class FaultList: Sendable {
    /// One fault: which requests it meets, how often, and what happens to them.
    struct Entry: Sendable {
        /// A part of the target, compared without letter case.
        var target: String
        /// How many requests to let pass first.
        var skip: Int
        /// How many requests to meet.
        var times: Int
        /// The reply instead of the real one.
        var response: ServerResponse
    }

    private let entries = Mutex<[Entry]>([])

    /// Adds a fault behind those that wait.
    func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }

    /// Forgets every fault.
    func removeAll() { entries.withLock { $0 = [] } }

    /// The reply of the first fault that meets a request, if any.
    func response(to request: ServerRequest) -> ServerResponse? {
        entries.withLock { entries in
            let target = request.target.lowercased()
            guard !target.hasPrefix("/_emulator"),
                let place = entries.firstIndex(where: { target.contains($0.target.lowercased()) })
            else { return nil }
            guard entries[place].skip == 0 else {
                entries[place].skip -= 1
                return nil
            }
            let response = entries[place].response
            entries[place].times -= 1
            if entries[place].times <= 0 { entries.remove(at: place) }
            return response
        }
    }
}

extension FaultList.Entry {
    /// Reads a fault: `target`, `skip` (0), `times` (1), `status`, `headers`, `body`, `delaySeconds`, `cutAfter`, `noReply`.
    init(_ json: JSONObject) throws {
        guard let target = json["target"]?.stringValue, !target.isEmpty else {
            throw EmulatorError("A fault needs \"target\", a part of the request's path and query.")
        }
        let known = ["target", "skip", "times", "status", "headers", "body", "delaySeconds", "cutAfter", "noReply"]
        for name in json.names where !known.contains(name) {
            throw EmulatorError("A fault has no \"\(name)\"; it has \(known.joined(separator: ", ")).")
        }
        self.target = target
        skip = Int(json["skip"]?.integerValue ?? 0)
        times = Int(json["times"]?.integerValue ?? 1)
        response = ServerResponse(status: Int(json["status"]?.integerValue ?? 503))
        response.body = Array((json["body"]?.stringValue ?? "").utf8)
        for header in json["headers"]?.objectValue?.members ?? [] {
            response.headers.append(.init(header.name, header.value.stringValue ?? ""))
        }
        if let seconds = json["delaySeconds"]?.integerValue { response.delay = .seconds(seconds) }
        if let length = json["cutAfter"]?.integerValue { response.fault = .cutAfter(Int(length)) }
        if json["noReply"]?.boolValue == true { response.fault = .noReply }
    }
}
