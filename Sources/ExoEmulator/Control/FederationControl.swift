import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph
import ExoJSON
import HTTPServer

/// Services whose tokens apps may be registered to accept: `issuers`, and one of the emulator's own, `federation`.
///
/// The keys of a real issuer would be fetched from it. The emulator calls nobody, so it is told them.
struct FederationControl: ControlPart {
    private static let defaultAudience = "api://AzureADTokenExchange"

    let context: EmulatorContext
    let issuer: FederationIssuer

    func respond(to call: ControlCall) throws -> ServerResponse? {
        switch (call.request.method, call.names) {
        case ("GET", ["issuers"]):
            let all = try context.directory.all(TrustedIssuerRecord.self, where: "TRUE ORDER BY issuer")
            return .json(["issuers": .array(all.map { ["issuer": .string($0.issuer), "keys": keys($0)] })])
        case ("PUT", ["issuers"]):
            let record = try record(try call.body("issuer", "keys"))
            try context.directory.save(record)
            return .json(["issuer": .string(record.issuer), "keys": keys(record)])
        case ("DELETE", ["issuers"]):
            let name = try call.body("issuer").required("issuer")
            let isGone = try context.directory.change("DELETE FROM trusted_issuer WHERE issuer = ?", [name])
            return isGone ? .json([:]) : .problem(404, code: "NotFound", "There is no such issuer.")
        case ("GET", ["federation", ".well-known", "openid-configuration"]): return .json(.object(issuer.configuration))
        case ("GET", ["federation", "keys"]): return .json(try issuer.keySet())
        case ("POST", ["federation", "assertions"]):
            let body = try call.body("subject", "audience", "lifetimeSeconds", "claims")
            let assertion = try issuer.assertion(
                subject: try body.required("subject"),
                audience: try body.text("audience") ?? Self.defaultAudience,
                lifetime: try body.integer("lifetimeSeconds", in: -86_400...86_400) ?? 600,
                claims: try body.members("claims") ?? [:]
            )
            return .json(["issuer": .string(issuer.name), "assertion": .string(assertion)])
        default: return nil
        }
    }

    private func record(_ body: ControlBody) throws -> TrustedIssuerRecord {
        let name = try body.required("issuer")
        guard name.utf8.count <= 2048 else { throw EmulatorError("\"issuer\" is too long.") }
        guard try IssuerName.tenant(of: name, in: context) == nil else {
            throw EmulatorError("The keys of the emulator's own tenants are known.")
        }
        let text: String
        if case .object(let members)? = body.object["keys"] {
            text = JSONValue.object(members).text()
        } else {
            text = try body.required("keys")
        }
        guard !PublicKeySet(text).keys.isEmpty else {
            throw EmulatorError("\"keys\" is a JSON Web Key Set with an RSA key for signatures in it.")
        }
        return TrustedIssuerRecord(issuer: name, keys: text)
    }

    private func keys(_ record: TrustedIssuerRecord) -> JSONValue {
        (try? JSONValue(parsing: record.keys)) ?? .string(record.keys)
    }
}
