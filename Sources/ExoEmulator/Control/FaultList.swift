import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
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
            guard !entries.isEmpty else { return nil }
            let target = request.target.lowercased()
            guard !target.hasPrefix("/_emulator"),
                let place = entries.firstIndex(where: { target.contains($0.target.lowercased()) })
            else { return nil }
            guard entries[place].skip == 0 else {
                entries[place].skip -= 1
                return nil
            }
            var response = entries[place].response
            // The log tells of cmdlets whether or not they were looked at.
            if let cmdlet = request.header("X-CmdletName") {
                response.note = [.init("cmdlet", String(cmdlet.prefix(100))), .init("outcome", "fault")]
            }
            entries[place].times -= 1
            if entries[place].times <= 0 { entries.remove(at: place) }
            return response
        }
    }
}

extension FaultList.Entry {
    /// Reads a fault: `target`, `skip` (0), `times` (1), `status`, `headers`, `body`, `delaySeconds`, `cutAfter`, `noReply`.
    init(_ json: JSONObject) throws {
        let names = ["target", "skip", "times", "status", "headers", "body", "delaySeconds", "cutAfter", "noReply"]
        let body = try ControlBody(json, names: names)
        guard let target = try body.text("target"), !target.isEmpty else {
            throw EmulatorError("A fault needs \"target\", a part of the request's path and query.")
        }
        self.target = target
        skip = try body.integer("skip", in: 0...1_000_000) ?? 0
        times = try body.integer("times", in: 1...1_000_000) ?? 1
        response = ServerResponse(status: try body.integer("status", in: 200...599) ?? 503)
        response.body = Array((try body.text("body") ?? "").utf8)
        for header in try body.members("headers")?.members ?? [] {
            guard let value = header.value.stringValue, Self.isField(header.name, value) else {
                throw EmulatorError("\"headers\" are names and texts, as a reply may have them.")
            }
            response.headers.append(.init(header.name, value))
        }
        if let seconds = try body.integer("delaySeconds", in: 0...3600) { response.delay = .seconds(seconds) }
        if let length = try body.integer("cutAfter", in: 0...Int64(Int32.max)) { response.fault = .cutAfter(length) }
        if try body.flag("noReply") == true { response.fault = .noReply }
    }

    private static func isField(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}
