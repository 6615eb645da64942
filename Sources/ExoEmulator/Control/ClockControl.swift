import EmulatorCore
import EmulatorEntra
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The emulator's time: `clock`.
struct ClockControl: ControlPart {
    // From 1970 to 9000: certificates and texts have no other dates.
    private static let span = Date(timeIntervalSince1970: 86_400)...Date(timeIntervalSince1970: 221_845_392_000)
    private static let furthest: Int64 = 221_845_392_000
    private static let usage =
        #"The clock takes {"advanceSeconds": n}, {"freezeAt": "2026-01-31T10:00:00Z"} or {"reset": true}."#

    let clock: EmulatorClock

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names == ["clock"] else { return nil }
        switch call.request.method {
        case "GET": break
        case "POST":
            let body = try call.body("advanceSeconds", "freezeAt", "reset")
            guard body.object.count == 1 else { throw EmulatorError(Self.usage) }
            if let seconds = try body.integer("advanceSeconds", in: -Self.furthest...Self.furthest) {
                try check(clock.now.addingTimeInterval(TimeInterval(seconds)))
                clock.advance(by: TimeInterval(seconds))
            } else if let date = try body.date("freezeAt") {
                try check(date)
                clock.freeze(at: date)
            } else if try body.flag("reset") == true {
                clock.reset()
            } else {
                throw EmulatorError(Self.usage)
            }
        default: return nil
        }
        return .json(["now": .string(clock.now.ISO8601Format())])
    }

    private func check(_ date: Date) throws {
        guard Self.span.contains(date) else { throw EmulatorError("The clock goes from the year 1970 to 9000.") }
    }
}
