import EmulatorCore
import ExoCrypto
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The secrets by which a process of this machine proves that it runs here, in files that only their owner can read.
package final class IdentityFolder: Sendable {
    private struct ArcKey {
        let secret: [UInt8]
        let file: String
    }

    /// How many of Arc's files lie there at most.
    private static let mostArcKeys = 16

    private let headerFile: String
    private let arcFolder: String
    private let arcKeys = Mutex<[ArcKey]>([])

    /// Names the places; nothing is written yet.
    ///
    /// - Parameters:
    ///   - home: The emulator's home.
    ///   - arcFolder: Where Arc's files are put instead of in the home; clients of Arc want a certain folder.
    package init(home: String, arcFolder: String? = nil) {
        headerFile = home + "/identity-header"
        self.arcFolder = arcFolder ?? home + "/arc"
    }

    /// The value that App Service's clients send (`IDENTITY_HEADER`), made where there is none yet.
    package func header() throws -> String {
        if let bytes = PrivateFile.read(headerFile), bytes.count >= 32 { return String(decoding: bytes, as: UTF8.self) }
        try PrivateFile.makeFolder(Self.folder(of: headerFile))
        let header = Hex.encode(try RandomBytes.make(32)).uppercased()
        try PrivateFile.write(Array(header.utf8), to: headerFile)
        return header
    }

    /// Whether a value is that one.
    func isHeader(_ value: String) throws -> Bool {
        constantTimeEquals(Array(value.utf8), Array(try header().utf8))
    }

    /// Makes a file for Arc.
    ///
    /// - Returns: Its path.
    /// - Throws: `PrivateFileError`, `CryptoError`, or what the file system says.
    func makeArcKey() throws -> String {
        try PrivateFile.makeFolder(arcFolder)
        let secret = Array(Hex.encode(try RandomBytes.make(32)).utf8)
        let file = "\(arcFolder)/\(UUID().uuidString.lowercased()).key"
        try PrivateFile.write(secret, to: file)
        let forgotten = arcKeys.withLock { keys in
            keys.append(ArcKey(secret: secret, file: file))
            return keys.count > Self.mostArcKeys ? keys.removeFirst() : nil
        }
        if let forgotten { Self.remove(forgotten.file) }
        return file
    }

    /// Takes back a file whose content was shown; it is good once.
    ///
    /// - Returns: Whether there was such a file.
    func takeArcKey(_ secret: String) -> Bool {
        let shown = Array(secret.utf8)
        let taken = arcKeys.withLock { keys in
            keys.firstIndex { constantTimeEquals($0.secret, shown) }.map { keys.remove(at: $0) }
        }
        if let taken { Self.remove(taken.file) }
        return taken != nil
    }

    /// Removes Arc's files that nobody showed.
    package func removeArcKeys() {
        let left = arcKeys.withLock { keys in
            defer { keys = [] }
            return keys
        }
        for key in left { Self.remove(key.file) }
    }

    // A file that somebody removed before is gone all the same.
    private static func remove(_ file: String) { try? FileManager.default.removeItem(atPath: file) }

    private static func folder(of file: String) -> String {
        String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
    }
}
