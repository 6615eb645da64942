internal import EntraTokens
internal import ExoJSON

/// The identities that were typed for a connection, for completion: a small file that use fills.
///
/// It holds what a shell's history holds anyway, for its owner alone, and only what was typed on a terminal and found. Nothing
/// depends on it, so what goes wrong with it is nobody's business.
struct IdentityIndex {
    /// The most identities that are kept.
    static let most = 500
    /// The longest one.
    private static let longest = 320
    private let path: String

    /// The index of a connection: in `$XDG_CACHE_HOME/exo`, else `~/.cache/exo`; `nil` where there is no such folder.
    init?(_ connection: ConnectionName, _ context: CommandContext) {
        let cache =
            context.variable("XDG_CACHE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? context.variable("HOME").flatMap { $0.hasPrefix("/") ? $0 + "/.cache" : nil }
        guard let cache else { return nil }
        path = "\(cache)/exo/identities/\(connection.text)"
    }

    /// The identities, the latest first.
    var identities: [String] {
        do {
            guard let bytes = try LocalFile.read(path, limit: Self.most * (Self.longest + 1)) else { return [] }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        } catch { return [] }
    }

    /// Puts an identity first.
    func note(_ identity: String) {
        guard !identity.isEmpty, identity.utf8.count <= Self.longest,
            identity.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return }
        let known = identities
        guard known.first != identity else { return }
        let kept = [identity] + known.filter { $0.lowercased() != identity.lowercased() }.prefix(Self.most - 1)
        do {
            try LocalFile.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
            try LocalFile.replace(path, with: Array((kept.joined(separator: "\n") + "\n").utf8))
        } catch { return }
    }

    /// Takes the index away, as when its connection is removed.
    func remove() {
        do { _ = try LocalFile.remove(path) } catch { return }
    }
}
