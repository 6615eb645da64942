import ExoEmulator
import Synchronization
import TestSupport
import Testing

/// Somebody who takes the link that a command prints, and brings an answer to its listener while the command waits.
final class WatchedBrowser: Sendable {
    private struct Visit: ~Copyable {
        var page: String?
        var connection: RawConnection?
    }

    private let visit = Mutex(Visit())

    /// What happens with the page: the answer that is brought, as a whole request.
    private let answer: @Sendable (_ page: String, _ port: Int) throws -> String

    /// Makes one that signs in at an emulator.
    convenience init(at emulator: Emulator, as user: String) {
        self.init { page, port in
            let answer = try EmulatedPerson(emulator).signIn(at: page, as: user)
            #expect(answer.address == "http://localhost:\(port)", "the answer goes to \(answer.address)")
            return """
                POST / HTTP/1.1\r\nHost: localhost:\(port)\r\nContent-Type: application/x-www-form-urlencoded\r
                Content-Length: \(answer.form.utf8.count)\r\n\r\n\(answer.form)
                """
        }
    }

    /// Makes one that brings something else.
    init(_ answer: @escaping @Sendable (_ page: String, _ port: Int) throws -> String) { self.answer = answer }

    /// The page that the link led to.
    var page: String? { visit.withLock { $0.page } }

    /// Looks for the link in what a command prints.
    func see(_ text: String) {
        guard let link = text.split(separator: "open this page: ").dropFirst().first?.prefix(while: { $0 != "\n" })
        else { return }
        let page = String(link)
        do {
            let port = try #require(
                Self.field("redirect_uri", of: page)?.split(separator: "A").last.flatMap { Int($0) }
            )
            let request = try request(for: page, port)
            try visit.withLock { visit in
                let connection = try RawConnection(port: port)
                try connection.send(request)
                visit.page = page
                visit.connection = connection
            }
        } catch { Issue.record(error) }
    }

    /// The answer; one that ends the command where there is none, since it would wait for ever.
    private func request(for page: String, _ port: Int) throws -> String {
        do { return try answer(page, port) } catch {
            Issue.record(error)
            let state = try #require(Self.field("state", of: page))
            return "GET /?error=test_failed&state=\(state) HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n"
        }
    }

    /// The page that the browser gets in the end.
    func lastPage() throws -> RawConnection.Reply? {
        try visit.withLock { visit in try visit.connection.take()?.readReply() }
    }

    /// A field of a link's query, as it stands there.
    static func field(_ name: String, of page: String) -> String? {
        page.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix("\(name)=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }
}
