package import EmulatorCore

/// What the sign-in side remembers between two requests, beside the store.
package final class EntraContext: Sendable {
    package let emulator: EmulatorContext
    package let keys: SigningKeys
    package let secrets = VerifiedSecrets()
    let requestLoops = RequestLoops()
    let userCodes = UserCodeGuard()
    /// Whom the sign-in page offers to a browser on this machine; nil for nobody.
    let offer: @Sendable () throws -> SignInOffer?

    package init(_ emulator: EmulatorContext, offer: @escaping @Sendable () throws -> SignInOffer? = { nil }) {
        self.emulator = emulator
        self.offer = offer
        keys = SigningKeys(emulator)
    }

    /// Takes back every refusal after too many tries: wrong device codes, and one token request sent over and over.
    package func forgetAttempts() {
        userCodes.removeAll()
        requestLoops.removeAll()
    }
}
