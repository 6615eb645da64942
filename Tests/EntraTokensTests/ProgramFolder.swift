#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder with programs of a test; removed with the value.
final class ProgramFolder {
    let path: String
    /// Variables by which the programs are found before those of the system.
    var environment: [String: String] { ["PATH": "\(path):/usr/local/bin:/usr/bin:/bin"] }

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/exo-programs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path)") }
    }

    /// Writes a shell script.
    ///
    /// - Returns: Its path.
    @discardableResult
    func program(_ name: String, _ script: String) throws -> String {
        let file = try write(name, "#!/bin/sh\n\(script)\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file)
        return file
    }

    /// Writes a file.
    ///
    /// - Returns: Its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }

    /// What a file holds.
    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
}
