import EmulatorCore
import EmulatorEntra
import ExoJSON
import HTTPServer

/// What is refused after too many tries: `attempts`.
struct AttemptControl: ControlPart {
    let entra: EntraContext

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names == ["attempts"], call.request.method == "DELETE" else { return nil }
        _ = try call.body()
        entra.forgetAttempts()
        return .json([:])
    }
}
