import EmulatorCore
import EmulatorEntra
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The keys that sign tokens: `keys`, `keys/rotate`, `keys/retire`.
struct KeyControl: ControlPart {
    let keys: SigningKeys
    let directory: Directory

    func respond(to call: ControlCall) throws -> ServerResponse? {
        switch (call.request.method, call.names) {
        case ("GET", ["keys"]): break
        case ("POST", ["keys", "rotate"]):
            if try call.body("publishOnly").flag("publishOnly") == true {
                guard try keys.publishNext() else {
                    throw EmulatorError(
                        "A key is published and waits already; rotate without publishOnly to sign with it."
                    )
                }
            } else {
                try keys.rotate()
            }
        case ("POST", ["keys", "retire"]): try retire(try call.body("kid").text("kid"))
        default: return nil
        }
        return try list()
    }

    private func list() throws -> ServerResponse {
        let current = try keys.current().kid
        return .json([
            "keys": .array(
                try directory.signingKeys().map { key in
                    [
                        "kid": .string(key.kid), "createdOn": .string(key.createdAt.ISO8601Format()),
                        "signs": .bool(key.kid == current), "isPublished": .bool(!key.retired),
                    ]
                }
            )
        ])
    }

    // Without a name: all that were replaced.
    private func retire(_ kid: String?) throws {
        let current = try keys.current().kid
        let records = try directory.signingKeys().filter { !$0.retired }
        guard let kid else {
            for old in records where old.kid != current && !old.isWaiting { try directory.retireSigningKey(old.kid) }
            return
        }
        guard kid != current else { throw EmulatorError("This key signs; rotate first.") }
        guard records.contains(where: { $0.kid == kid }) else {
            throw EmulatorError("There is no published key of this name.")
        }
        try directory.retireSigningKey(kid)
    }
}
