import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// The tokens of Azure Arc's agent: who can read a file of the machine may have one.
struct ArcIdentity: Sendable {
    /// The versions by which the agent is told from the instance metadata service.
    static let versions = ["2020-06-01", "2019-11-01"]

    let call: EntraCall
    let folder: IdentityFolder

    /// Answers a request: first with the name of a file, then, shown its content, with a token.
    func respond() -> ServerResponse {
        call.signIn.begin(.managedIdentity, call)
        let request = call.request
        if let refusal = MachineIdentity.missingGuard(request) { return refusal }
        guard request.method == "GET" else {
            return MachineIdentity.refusal(405, "invalid_request", "Method not allowed")
        }
        do {
            guard let header = request.header("Authorization"), header.lowercased().hasPrefix("basic "),
                folder.takeArcKey(header.dropFirst("basic ".count).trimming(while: { $0 == " " }))
            else { return try challenge() }
            let names = (["client_id"], ["object_id"], ["msi_res_id", "mi_res_id"])
            let asked = try ManagedIdentityRequest(request.query, names: names)
            return reply(try IdentityToken(asked, call), asked)
        } catch { return MachineIdentity.refusal(error, call) }
    }

    private func challenge() throws -> ServerResponse {
        var reply = MachineIdentity.refusal(401, "unauthorized", "Authorization header is missing or wrong")
        reply.headers.append(.init("WWW-Authenticate", "Basic realm=\(try folder.makeArcKey())"))
        return reply
    }

    // A client that asked for one identity wants to read that it got this one.
    private func reply(_ token: IdentityToken, _ asked: ManagedIdentityRequest) -> ServerResponse {
        var body = token.reply
        switch asked.selector {
        case .objectID: body["object_id"] = .string(token.principal.objectID)
        case .resourceID(let id): body["msi_res_id"] = .string(id)
        case .unnamed, .clientID: break
        }
        return .json(.object(body))
    }
}

extension StringProtocol {
    /// The text without characters at both ends.
    fileprivate func trimming(while isUnwanted: (Character) -> Bool) -> String {
        var text = drop(while: isUnwanted)
        while let last = text.last, isUnwanted(last) { text = text.dropLast() }
        return String(text)
    }
}
