#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folder that relative paths begin in.
enum WorkingFolder {
    /// Where it is.
    static var path: String { FileManager.default.currentDirectoryPath }

    /// A path that means the same in every folder.
    static func absolute(_ name: String) -> String {
        name.hasPrefix("/") ? name : path + "/" + name
    }
}
