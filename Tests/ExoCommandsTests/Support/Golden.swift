import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Texts that are compared as a whole with files in `Golden`.
///
/// With `UPDATE_GOLDEN=1` in the environment the files are written anew; look at the difference before keeping it.
enum Golden {
    static func expect(_ text: String, is name: String, at location: SourceLocation = #_sourceLocation) throws {
        let here = #filePath
        let support = here.prefix(upTo: here.lastIndex(of: "/") ?? here.endIndex)
        let path = support.prefix(upTo: support.lastIndex(of: "/") ?? support.endIndex) + "/Golden/\(name)"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: URL(filePath: String(path)))
        }
        let kept = FileManager.default.contents(atPath: String(path)).map { String(decoding: $0, as: UTF8.self) }
        #expect(kept == text, "differs from Golden/\(name)", sourceLocation: location)
    }
}
