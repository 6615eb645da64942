import EmulatorCore
import EmulatorEntra
import ExoJSON
import HTTPServer

/// The switches: `settings`.
struct SettingsControl: ControlPart {
    let settings: EmulatorSettings

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names == ["settings"] else { return nil }
        switch call.request.method {
        case "GET": break
        case "PATCH", "POST": try settings.change(by: call.object())
        default: return nil
        }
        return .json(.object(settings.json))
    }
}
