package import EmulatorCore

/// What the sign-in side remembers between two requests, beside the store.
package struct EntraContext: Sendable {
    package let emulator: EmulatorContext
    package let keys: SigningKeys
    package let secrets = VerifiedSecrets()
    let requestLoops = RequestLoops()
    let userCodes = UserCodeGuard()

    package init(_ emulator: EmulatorContext) {
        self.emulator = emulator
        keys = SigningKeys(emulator)
    }
}
