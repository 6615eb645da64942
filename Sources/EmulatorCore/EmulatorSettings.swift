import Synchronization

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The switches of points on which sources disagree or which a test wants otherwise.
package final class EmulatorSettings: Sendable {
    /// The form of an error's `details[0].message`.
    package enum ErrorShape: String, Sendable, CaseIterable {
        /// As the caller's module headers suggest.
        case automatic
        /// `id|type|text`.
        case identified = "P3"
        /// `|type|text`.
        case plain = "P2"
        /// A JSON document as text.
        case document = "J"
    }

    /// The body of a 403.
    package enum ForbiddenBody: String, Sendable, CaseIterable {
        case json
        case nulBytes
        case plainText
    }

    /// All switches at one moment.
    package struct Values: Sendable {
        /// Seconds an access token lives; `nil` gives the service's spread of 3,600 to 5,399.
        package var tokenLifetime: Int?
        /// Seconds a paging cursor lives.
        package var cursorLifetime: TimeInterval = 1800
        package var errorShape = ErrorShape.automatic
        package var forbiddenBody = ForbiddenBody.json
        /// Whether the Exchange front door sends callers to the regional backend.
        package var redirectsExchange = false
        /// Whether the next link of InvokeCommand may be fetched with GET.
        package var acceptsGetOnNextLink = true
        /// Whether entities show the properties of the Minimum set beside those that `$select` and PropertySet name.
        package var selectAddsMinimum = true
        /// Whether Graph asks for the permission to do what is asked of it; without, every token for Graph may do all.
        package var enforcesGraphPermissions = false
        /// Who opened Cloud Shell.
        package var cloudShellUser = "admin@contoso.com"
        /// Whether a device that asks too often is told to slow down, which MSAL.NET takes for a refusal.
        package var sendsSlowDown = false
        /// Whether a client assertion is good for one request only.
        package var refusesReplayedAssertions = false
        /// Whether a refresh token is good for one redemption only; a second one voids all that came from the sign-in.
        package var refusesReusedRefreshTokens = false
        /// Whether a client that sends one token request again and again is refused for a while.
        package var refusesRepeatedRequests = false
        /// Whether access tokens for Graph and Exchange hold a nonce, so that the published keys alone do not verify them.
        package var accessTokensHaveNonce = false
        /// Whether an application's Exchange.ManageAsApp of Exchange Online counts for Security & Compliance too.
        package var exchangeRoleOpensCompliance = true
    }

    private let values = Mutex(Values())

    /// All switches as a new emulator has them.
    package init() {}

    /// The switches now.
    package var current: Values { values.withLock { $0 } }

    /// Changes switches.
    package func change(_ body: (inout Values) -> Void) { values.withLock { body(&$0) } }

    /// Puts every switch back.
    package func reset() { values.withLock { $0 = Values() } }
}
