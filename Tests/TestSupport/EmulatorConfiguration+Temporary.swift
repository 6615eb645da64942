package import ExoEmulator

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension EmulatorConfiguration {
    /// How an emulator is set up whose home is a folder of a test's own, which is gone when the emulator is.
    ///
    /// - Parameters:
    ///   - storage: Where everything lies that requests change.
    ///   - hostNames: Names beside `localhost`.
    ///   - now: The time.
    /// - Returns: The configuration.
    /// - Throws: ``ScriptError`` when there is no place for the folder.
    package static func temporary(
        storage: Storage = .memory,
        hostNames: [String] = [],
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws -> Self {
        let folder = try TemporaryFolder()
        return EmulatorConfiguration(
            storage: storage,
            home: folder.path,
            hostNames: hostNames,
            now: { withExtendedLifetime(folder) { now() } }
        )
    }
}
