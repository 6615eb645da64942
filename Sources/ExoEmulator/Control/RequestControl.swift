import EmulatorCore
import EmulatorEntra
import ExoJSON
import HTTPServer

/// The request log: `requests`.
struct RequestControl: ControlPart {
    let log: RecentEntries<RequestEntry>

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names == ["requests"] else { return nil }
        switch call.request.method {
        case "GET":
            let limit = call.request.query["limit"].flatMap { Int($0) } ?? 100
            let text = call.request.query["text"]?.lowercased()
            let entries = log.newest(max(limit, 0)) { entry in
                guard let text else { return true }
                return ([entry.path] + entry.note.map(\.value)).contains { $0.lowercased().contains(text) }
            }
            return .json(["requests": .array(entries.map(\.json))])
        case "DELETE":
            log.removeAll()
            return .json([:])
        default: return nil
        }
    }
}
