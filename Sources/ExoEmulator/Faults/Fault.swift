import EmulatorCore
import ExoJSON
import HTTPServer

/// Something that goes wrong on purpose: what, for which requests, and how often.
struct Fault: Sendable {
    var kind: FaultKind
    var condition: FaultCondition
    var frequency: FaultFrequency

    var json: JSONObject {
        var object: JSONObject = ["kind": .string(kind.name.rawValue)]
        object.members += kind.json.members + condition.json.members + frequency.json.members
        return object
    }
}

extension Fault {
    /// Reads a fault: `kind` with what belongs to it, and the members of ``FaultCondition`` and ``FaultFrequency``.
    ///
    /// - Throws: ``EmulatorError`` that says what is missing, unknown or out of range.
    init(_ json: JSONObject, directory: Directory) throws {
        let text = try ControlBody(json, names: []).text("kind") ?? FaultName.reply.rawValue
        guard let name = FaultName(text) else {
            let names = FaultName.allCases.map(\.rawValue).joined(separator: ", ")
            throw EmulatorError("There is no kind \"\(text)\"; there are \(names).")
        }
        let body = try ControlBody(
            json,
            names: ["kind"] + name.members + FaultCondition.members + FaultFrequency.members
        )
        condition = try FaultCondition(body, directory: directory)
        kind = try FaultKind(name, body)
        let isLasting = name == .rateLimit || name == .staleReads
        frequency = try FaultFrequency(body, isLasting: isLasting)
        // To answer everything in the service's place, by oversight, helps nobody.
        guard name != .reply || !condition.json.isEmpty else {
            throw EmulatorError(
                "A reply needs \"target\", a part of the request's path and query, or another of "
                    + FaultCondition.members.joined(separator: ", ") + "."
            )
        }
        if [.concurrencyRefused, .microDelay, .rateLimit, .nulBytes, .cursorExpired, .regionMoved].contains(name) {
            guard [nil, .exchange, .compliance].contains(condition.service) else {
                throw EmulatorError("\"\(name.rawValue)\" is a fault of exchange and compliance.")
            }
            condition.isOfExchange = true
        }
        if name == .tokenRevoked {
            guard [nil, .exchange, .compliance, .graph].contains(condition.service) else {
                throw EmulatorError("\"\(name.rawValue)\" is a fault of exchange, compliance and graph.")
            }
            condition.takesToken = true
        }
    }
}
