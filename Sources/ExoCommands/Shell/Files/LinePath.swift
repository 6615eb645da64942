internal import EntraTokens
internal import ExchangeOnline

/// The names of files on a line: PowerShell takes backslashes between folders on every system.
enum LinePath {
    /// The file that a name means.
    ///
    /// - Parameters:
    ///   - name: The name as it was written.
    ///   - place: Where it stands in the line.
    /// - Returns: The name itself where there is such a file, else it with slashes.
    /// - Throws: `BindingError` for a drive or a share of Windows.
    static func file(_ name: String, at place: Range<Int>) throws -> String {
        let start = Array(name.unicodeScalars.prefix(3))
        let isDrive =
            start.count == 3 && start[0].isASCII && start[0].properties.isAlphabetic && start[1] == ":"
            && ["/", "\\"].contains(start[2])
        guard isDrive || name.contains("\\"), !LocalFile.exists(name) else { return name }
        guard !isDrive, !name.hasPrefix("\\\\") else {
            throw StageArguments.error(
                .transformation,
                "\(name) is on a \(isDrive ? "drive" : "share") of Windows, and there is none here.",
                place,
                repair:
                    "Write where the file is on this machine, such as ./\(separated(name).split(separator: "/").last ?? "FILE")."
            )
        }
        return separated(name)
    }

    /// A name with slashes between its folders.
    static func separated(_ name: String) -> String { name.replacing("\\", with: "/") }
}
