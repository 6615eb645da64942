import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import ExoJSON
import HTTPServer

/// Replies that go wrong: `faults`.
struct FaultControl: ControlPart {
    let faults: FaultList
    let directory: Directory

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names == ["faults"] else { return nil }
        switch call.request.method {
        case "GET": return .json(["faults": .array(faults.json)])
        case "POST":
            let id = try faults.add(try Fault(call.object(), directory: directory))
            return .json(["id": .integer(Int64(id))])
        case "DELETE":
            let body = try call.body("id")
            guard let id = try body.integer("id", in: 1...Int64(Int32.max)) else {
                faults.removeAll()
                return .json([:])
            }
            guard faults.remove(id) else { throw EmulatorError("There is no fault \(id).") }
            return .json([:])
        default: return nil
        }
    }
}
