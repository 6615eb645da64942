/// What the parts of the emulator share.
struct EmulatorContext: Sendable {
    let store: Store
    let directory: Directory
    let clock: EmulatorClock
    let endpoints: EmulatorEndpoints
    let settings: EmulatorSettings
    let secrets = VerifiedSecrets()
    let requestLoops = RequestLoops()
    let signInLog = SignInLog()
    let requestLog = RecentEntries<RequestEntry>(capacity: RequestEntry.capacity)
    let userCodes = UserCodeGuard()
}
