import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The control API below `/_emulator`: time, switches, faults.
///
/// A changing call must say `Content-Type: application/json`, which no form on a foreign page can send.
struct ControlService: EmulatorService {
    let context: EmulatorContext
    let faults: FaultList

    func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        guard path.first?.lowercased() == "_emulator" else { return nil }
        let name = path.dropFirst().joined(separator: "/").lowercased()
        do {
            if request.method == "GET" { return try show(name) }
            let type = request.header("Content-Type")?.lowercased() ?? ""
            guard type.hasPrefix("application/json") else {
                return .problem(415, code: "UnsupportedMediaType", "Send Content-Type: application/json.")
            }
            let body = request.body.isEmpty ? [:] : try JSONValue(parsing: request.body).objectValue ?? [:]
            return try change(name, method: request.method, body)
        } catch let error as EmulatorError {
            return .problem(400, code: "BadRequest", error.message)
        } catch {
            return .problem(400, code: "BadRequest", "The body is not a JSON object.")
        }
    }

    private func show(_ name: String) throws -> ServerResponse {
        switch name {
        case "clock": .json(["now": .string(context.clock.now.ISO8601Format())])
        case "settings": .json(.object(context.settings.json))
        default: unknown(name)
        }
    }

    private func change(_ name: String, method: String, _ body: JSONObject) throws -> ServerResponse {
        switch (method, name) {
        case ("POST", "clock"):
            try changeClock(body)
            return try show(name)
        case ("PATCH", "settings"), ("POST", "settings"):
            try context.settings.change(by: body)
            return try show(name)
        case ("POST", "faults"):
            faults.add(try FaultList.Entry(body))
            return .json([:])
        case ("DELETE", "faults"):
            faults.removeAll()
            return .json([:])
        default:
            return unknown(name)
        }
    }

    private func changeClock(_ body: JSONObject) throws {
        if let seconds = body["advanceSeconds"]?.integerValue {
            context.clock.advance(by: TimeInterval(seconds))
        } else if let text = body["freezeAt"]?.stringValue, let date = try? Date(text, strategy: .iso8601) {
            context.clock.freeze(at: date)
        } else if body["reset"]?.boolValue == true {
            context.clock.reset()
        } else {
            throw EmulatorError(
                #"The clock takes {"advanceSeconds": n}, {"freezeAt": "2026-01-31T10:00:00Z"} or {"reset": true}."#
            )
        }
    }

    private func unknown(_ name: String) -> ServerResponse {
        .problem(404, code: "NotFound", "The control API has clock, settings and faults, not '\(name)'.")
    }
}
