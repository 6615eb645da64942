import Synchronization

/// Tokens whose signature was found good under a key, so that one that comes again is neither read nor verified anew.
///
/// Only what can never change is kept: whether the token is good now is looked up each time.
final class KnownTokens: Sendable {
    struct Entry: Sendable {
        let token: JSONWebToken
        /// The key's modulus.
        let modulus: [UInt8]
    }

    private static let most = 512
    private let entries = Mutex<[String: Entry]>([:])

    func entry(_ text: String) -> Entry? { entries.withLock { $0[text] } }

    func keep(_ text: String, _ entry: Entry) {
        entries.withLock { entries in
            if entries.count >= Self.most { entries.removeAll() }
            entries[text] = entry
        }
    }
}
