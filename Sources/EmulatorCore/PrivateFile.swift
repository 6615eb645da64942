#if canImport(FoundationEssentials)
import FoundationEssentials
import Glibc
#else
import Foundation
#endif

/// Small files that only their owner may read, replaced whole or not at all.
package enum PrivateFile {
    /// Makes a folder at mode 0700, and those above it, where they are missing.
    ///
    /// - Throws: ``PrivateFileError`` with the folder and the system's reason.
    package static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code.rawValue
            let reason = code.map { unsafe String(cString: strerror($0)) } ?? "it is not possible there"
            throw PrivateFileError("The folder \(path) cannot be made: \(reason)")
        }
    }

    /// The bytes, or `nil` when there is no such file.
    package static func read(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }

    /// Writes a file at mode 0600 beside the old one and puts it in its place.
    package static func write(_ bytes: [UInt8], to path: String) throws {
        let draft = path + ".new"
        let made = FileManager.default.createFile(
            atPath: draft,
            contents: Data(bytes),
            attributes: [.posixPermissions: 0o600]
        )
        guard made else { throw PrivateFileError("\(draft) cannot be written.") }
        guard unsafe rename(draft, path) == 0 else { throw PrivateFileError("\(path) cannot be replaced.") }
    }
}
