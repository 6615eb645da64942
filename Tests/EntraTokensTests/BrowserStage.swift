import EntraTokens
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport

/// A browser that is driven by a test, and an authority that answers its sign-in.
@MainActor final class BrowserStage {
    /// Where the sign-in page is, with what was asked there.
    private(set) var page = ""
    private(set) var asked: [String: String] = [:]
    private var visits: [RawConnection] = []
    /// What the token endpoint's ID token has to repeat.
    private let nonce = Mutex("")

    /// The port that the answer is to be brought to.
    var port: Int { asked["redirect_uri"].flatMap { $0.split(separator: ":").last }.flatMap { Int($0) } ?? 0 }

    /// Opens a sign-in page.
    func open(_ address: String) {
        let parts = address.split(separator: "?", maxSplits: 1)
        page = String(parts[0])
        for pair in parts[1].split(separator: "&") {
            let field = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.decoded)
            asked[field[0]] = field[1]
        }
        nonce.withLock { $0 = asked["nonce"] ?? "" }
    }

    /// Brings the answer as the redirect does.
    func bring(_ query: String) throws {
        try send("GET /?\(query)&state=\(asked["state"] ?? "") HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n")
    }

    /// Sends a request whose reply is read later, since it may come when the sign-in has ended.
    func send(_ request: String) throws {
        let visit = try RawConnection(port: port)
        try visit.send(request)
        visits.append(visit)
    }

    /// Sends a request, and reads the reply that comes at once.
    func call(_ request: String) throws -> Int {
        let visit = try RawConnection(port: port)
        try visit.send(request)
        return try visit.readReply()?.status ?? 0
    }

    /// The reply to the next request that was sent.
    func reply() throws -> RawConnection.Reply? { visits.isEmpty ? nil : try visits.removeFirst().readReply() }

    /// What the token endpoint answers.
    ///
    /// - Parameters:
    ///   - user: Who signed in.
    ///   - nonce: What its ID token repeats; `nil` repeats what was sent.
    /// - Returns: The reply.
    nonisolated func token(_ user: String = "admin@contoso.com", nonce: String? = nil) -> ScriptedReply {
        let identity = TestToken.text([
            "aud": "fb78d390-0c51-40cd-8e17-fdbfab77341b", "iss": "https://id.example", "sub": "subject",
            "preferred_username": .string(user), "nonce": .string(nonce ?? self.nonce.withLock { $0 }),
        ])
        return .json(
            #"{"access_token":"\#(TestToken.user(user))","refresh_token":"R3FR3SH","id_token":"\#(identity)","expires_in":3600}"#
        )
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
