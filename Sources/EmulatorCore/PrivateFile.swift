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

    /// Writes a file as below, part by part.
    ///
    /// - Throws: ``PrivateFileError``, or what `body` throws; then what was there before is as it was.
    package static func write(to path: String, _ body: (_ take: ([UInt8]) throws -> Void) throws -> Void) throws {
        let draft = path + ".new"
        _ = unsafe unlink(draft)
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFileError("\(draft) cannot be written.") }
        defer { close(descriptor) }
        do {
            try body { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = unsafe rest.withUnsafeBytes {
                        unsafe Self.systemWrite(descriptor, $0.baseAddress, $0.count)
                    }
                    guard count > 0 || errno == EINTR else {
                        let reason = unsafe String(cString: strerror(errno))
                        throw PrivateFileError("\(draft) cannot be written: \(reason)")
                    }
                    rest = rest.dropFirst(max(count, 0))
                }
            }
        } catch {
            _ = unsafe unlink(draft)
            throw error
        }
        guard unsafe rename(draft, path) == 0 else { throw PrivateFileError("\(path) cannot be replaced.") }
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.write(descriptor, bytes, count)
        #else
        unsafe Foundation.write(descriptor, bytes, count)
        #endif
    }

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
