import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import ExoJSON
import HTTPServer

/// Replies that go wrong: `faults`.
struct FaultControl: ControlPart {
    let faults: FaultList

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names == ["faults"] else { return nil }
        switch call.request.method {
        case "POST": faults.add(try FaultList.Entry(call.object()))
        case "DELETE": faults.removeAll()
        default: return nil
        }
        return .json([:])
    }
}
