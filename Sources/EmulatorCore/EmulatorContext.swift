/// What the parts of the emulator share.
package final class EmulatorContext: Sendable {
    package let store: Store
    package let directory: Directory
    package let clock: EmulatorClock
    package let endpoints: EmulatorEndpoints
    package let settings: EmulatorSettings
    package let signInLog = SignInLog()
    package let requestLog = RecentEntries<RequestEntry>(capacity: RequestEntry.capacity)

    package init(
        store: Store,
        directory: Directory,
        clock: EmulatorClock,
        endpoints: EmulatorEndpoints,
        settings: EmulatorSettings
    ) {
        self.store = store
        self.directory = directory
        self.clock = clock
        self.endpoints = endpoints
        self.settings = settings
    }
}
