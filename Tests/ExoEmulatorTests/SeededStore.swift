import ExoCrypto
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
import Glibc
#else
import Foundation
#endif

/// A store on disk with the seed and a signing key, made once and copied for each test that begins with it.
enum SeededStore {
    /// When the seed was made.
    static let moment = Date(timeIntervalSince1970: 1_790_000_000)

    private static let content = Result {
        let emulator = try Emulator(.temporary(now: { moment }))
        // A key takes long to make; what it is does not matter to a test.
        try emulator.context.directory.insert(
            try SigningKey.make(commonName: "test", now: moment)
        )
        let file = path()
        try emulator.context.store.copy(to: file)
        defer { unlink(file) }
        return try #require(PrivateFile.read(file))
    }

    /// Makes an emulator over a copy of its own, whose files have no name any more.
    static func emulator(_ configuration: EmulatorConfiguration) throws -> Emulator {
        let file = path()
        try PrivateFile.write(try content.get(), to: file)
        defer { for end in ["", "-wal", "-shm"] { unlink(file + end) } }
        var configuration = configuration
        configuration.storage = .file(file)
        return try Emulator(configuration)
    }

    private static func path() -> String {
        FileManager.default.temporaryDirectory.path + "/seeded-\(UUID().uuidString).sqlite"
    }
}
