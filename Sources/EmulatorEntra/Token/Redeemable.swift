import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a client shows to get tokens and uses up by that.
enum Redeemable: Sendable {
    /// An authorization code; whoever has it a second time may have stolen it.
    case code(AuthorizationCodeRecord)
    /// The code of a device that a user let in.
    case deviceCode(DeviceCodeRecord)
    /// A refresh token, which stays good unless the switch `refusesReusedRefreshTokens` is on.
    case refreshToken(RefreshTokenRecord)

    /// Uses it up, inside a write transaction of the caller's.
    ///
    /// - Returns: Why no tokens are issued for it; what the refusal makes void is written then, too.
    /// - Throws: `DatabaseError` or `CryptoError`.
    func use(_ directory: Directory, at now: Date, _ settings: EmulatorSettings.Values) throws -> EntraError? {
        switch self {
        case .code(let code):
            switch try directory.useAuthorizationCode(hash: code.codeHash, at: now) {
            case .first: return nil
            case .unknown: return .malformedGrant
            case .again:
                try directory.voidTokens(family: code.codeHash, at: now)
                return .usedCode
            }
        case .deviceCode(let device):
            guard case .first = try directory.useDeviceCode(hash: device.deviceHash) else { return .redeemedDeviceCode }
            return nil
        case .refreshToken(let token):
            switch try directory.useRefreshToken(hash: token.tokenHash, at: now) {
            case .first: return nil
            case .unknown: return .malformedGrant
            case .again:
                guard settings.refusesReusedRefreshTokens else { return nil }
                try directory.voidTokens(family: token.familyID, at: now)
                return .revokedGrant
            }
        }
    }
}
