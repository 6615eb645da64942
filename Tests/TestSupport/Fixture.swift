#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads recorded and documented replies below `Tests/TestSupport/Fixtures`.
package enum Fixture {
    /// The bytes of a fixture.
    ///
    /// - Parameter path: The path below `Fixtures`, such as `errors/not-found.json`.
    /// - Returns: The whole file.
    /// - Throws: ``ScriptError`` when there is no such file.
    package static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: directory + path) else {
            throw ScriptError(message: "no fixture \(path)")
        }
        return Array(data)
    }

    /// The text of a fixture.
    ///
    /// - Parameter path: The path below `Fixtures`.
    /// - Returns: The whole file.
    /// - Throws: ``ScriptError`` when there is no such file.
    package static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    /// Where fixtures are, with a slash at the end.
    package static var directory: String {
        let here = #filePath
        return here.prefix(upTo: here.lastIndex(of: "/") ?? here.endIndex) + "/Fixtures/"
    }
}
