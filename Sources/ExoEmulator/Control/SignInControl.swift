import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph
import ExoJSON
import HTTPServer

/// The sign-in log: `signins`.
struct SignInControl: ControlPart {
    let context: EmulatorContext

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names == ["signins"] else { return nil }
        switch call.request.method {
        case "GET":
            let query = call.request.query
            var filter = SignInFilter(text: query["text"], clientID: query["client"]?.lowercased())
            if let text = query["outcome"] {
                guard let outcome = SignInEntry.Outcome(rawValue: text) else {
                    let known = SignInEntry.Outcome.allCases.map(\.rawValue).joined(separator: ", ")
                    throw EmulatorError("\"outcome\" is one of \(known).")
                }
                filter.outcome = outcome
            }
            if let text = query["code"] {
                guard let code = Int(text) else { throw EmulatorError("\"code\" is the number after AADSTS.") }
                filter.code = code
            }
            let tenant = try query["tenant"].map { name in
                guard let tenant = try context.directory.tenant(matching: name) else {
                    throw EmulatorError("There is no such tenant.")
                }
                return tenant.id
            }
            let limit = query["limit"].flatMap { Int($0) } ?? 100
            let entries = context.signInLog.entries(of: tenant, matching: filter, limit: max(limit, 0))
            return .json(["signIns": .array(entries.map { .object($0.json) })])
        case "DELETE":
            context.signInLog.removeAll()
            return .json([:])
        default: return nil
        }
    }
}
