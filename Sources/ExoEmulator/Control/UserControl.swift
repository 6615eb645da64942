import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph
import ExoCrypto
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What state a user is in: `users/{name or id}` and `users/{name or id}/revoke`.
struct UserControl: ControlPart {
    private static let lock: TimeInterval = 10 * 365 * 86_400

    let context: EmulatorContext

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names.first == "users", call.path.count >= 2 else { return nil }
        let directory = context.directory
        guard var user = try directory.user(call.path[1]) ?? directory.user(id: call.path[1]) else {
            return .problem(404, code: "NotFound", "There is no such user.")
        }
        switch (call.request.method, Array(call.names.dropFirst(2))) {
        case ("GET", []): break
        case ("PATCH", []):
            let body = try call.body(
                "accountEnabled",
                "isLocked",
                "passwordExpired",
                "password",
                "oneTimePasswordSecret"
            )
            try change(&user, by: body)
        case ("POST", ["revoke"]):
            try directory.revokeSessions(ofUser: user.id, at: context.clock.now)
        default: return nil
        }
        return .json(state(try directory.user(id: user.id) ?? user))
    }

    private func change(_ user: inout UserRecord, by body: ControlBody) throws {
        let now = context.clock.now
        if let flag = try body.flag("accountEnabled") { user.accountEnabled = flag }
        if let flag = try body.flag("isLocked") {
            user.lockedUntil = flag ? now.addingTimeInterval(Self.lock) : nil
            user.failedSignIns = 0
        }
        if let flag = try body.flag("passwordExpired") { user.mustChangePassword = flag }
        if body.has("oneTimePasswordSecret") {
            let secret = try body.text("oneTimePasswordSecret")
            if let secret, try OneTimePassword.code(secret, step: 0) == nil {
                throw EmulatorError("\"oneTimePasswordSecret\" is base32, or null.")
            }
            user.oneTimePasswordSecret = secret
        }
        if body.has("password") {
            let password = try body.text("password")
            guard password.map({ (1...256).contains($0.count) }) ?? true else {
                throw EmulatorError("\"password\" has 1 to 256 characters, or is null.")
            }
            user.passwordHash = try password.map { try PasswordHash.make(Array($0.utf8), iterations: Seed.iterations) }
        }
        guard let tenant = try context.directory.tenant(matching: user.tenantID) else {
            throw EmulatorError("The user's tenant is gone.")
        }
        try Users(administration: Administration(directory: context.directory, tenant: tenant, now: now)).update(user)
    }

    private func state(_ user: UserRecord) -> JSONValue {
        [
            "id": .string(user.id),
            "userPrincipalName": .string(user.userPrincipalName),
            "tenantId": .string(user.tenantID),
            "accountEnabled": .bool(user.accountEnabled),
            "isLocked": .bool(user.lockedUntil.map { $0 > context.clock.now } ?? false),
            "passwordExpired": .bool(user.mustChangePassword),
            "hasPassword": .bool(user.passwordHash != nil),
            "hasSecondFactor": .bool(user.oneTimePasswordSecret != nil),
            "tokensValidFrom": .string(user.tokensValidFrom.ISO8601Format()),
        ]
    }
}
