import ExoJSON
import Synchronization

/// The scripts that callers got, each once for everybody who may run the same cmdlets, as they stand in an answer.
final class ModuleScriptCache: Sendable {
    private struct Key: Hashable {
        let cmdlets: CmdletSet
        let parameterKey: String
    }

    /// More sets of roles than a few are seldom in use at a time, and a script is a megabyte or two.
    private static let limit = 16

    private let known = Mutex<[Key: [UInt8]]>([:])

    /// The file of a script: a JSON object with its name, its text and what it exports.
    ///
    /// - Parameters:
    ///   - cmdlets: What the caller may run.
    ///   - parameterKey: The key under which clients encrypt secrets.
    /// - Returns: JSON.
    func file(of cmdlets: CmdletSet, parameterKey: String) -> [UInt8] {
        let key = Key(cmdlets: cmdlets, parameterKey: parameterKey)
        if let file = known.withLock({ $0[key] }) { return file }
        let file = Self.compose(cmdlets.names, parameterKey: parameterKey)
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[key] = file
        }
        return file
    }

    /// The file of a script for some cmdlets, which is not kept.
    static func compose(_ names: [String], parameterKey: String) -> [UInt8] {
        let script = ModuleScript.compose(cmdlets: names, parameterKey: parameterKey)
        let file: JSONValue = [
            "fileName": "ExchangeOnline.psm1", "fileContent": .string(script),
            "exportedCmdlets": .string(names.joined(separator: ",")),
        ]
        return file.serialized()
    }
}
