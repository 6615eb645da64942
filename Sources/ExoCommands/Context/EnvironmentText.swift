/// The environment of a process as texts; the system passes it as bytes of any encoding.
package struct EnvironmentText: Sendable {
    /// The variables that are texts.
    package private(set) var variables: [String: String] = [:]
    /// The variables that are not UTF-8.
    private var unreadable: [(name: String, bytes: [UInt8])] = []

    /// Takes an environment.
    ///
    /// - Parameter entries: The bytes of each `NAME=value`.
    package init(_ entries: [[UInt8]]) {
        for entry in entries {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: entry[..<equals], as: UTF8.self)
            let bytes = entry[(equals + 1)...]
            if let value = String(validating: bytes, as: UTF8.self) {
                variables[name] = value
            } else {
                unreadable.append((name, Array(bytes)))
            }
        }
    }

    /// Refuses a variable that this program reads and that is not UTF-8: other characters put in its place would name
    /// another tenant, proxy or folder.
    ///
    /// - Throws: ``CommandError``, which does not show the value, since it may be a secret.
    func check() throws {
        for (name, bytes) in unreadable where Self.isRead(name) {
            let encoding = ForeignEncoding(of: bytes)
            throw CommandError(
                .usage,
                "the variable \(name) is not UTF-8; nothing was sent",
                details: ["it looks like \(encoding.name)"],
                repair: "convert it first: export \(name)=\"$(printf %s \"$\(name)\" | \(encoding.conversion))\""
            )
        }
    }

    private static func isRead(_ name: String) -> Bool {
        name.hasPrefix("EXO_") || name == "HOME" || name == "XDG_CONFIG_HOME" || name.lowercased().hasSuffix("_proxy")
    }
}
