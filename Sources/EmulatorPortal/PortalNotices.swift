import EmulatorCore
import ExoCrypto
import Synchronization

/// What the next page tells.
struct PortalNotice: Sendable {
    /// The message.
    var text: String
    /// What is shown this one time alone, each with its label.
    var values: [(label: String, value: String)] = []
}

/// Notices on their way from a form to the page it leads to, each shown once.
final class PortalNotices: Sendable {
    private struct Kept: Sendable {
        let ticket: String
        let session: String
        let notice: PortalNotice
    }

    private static let capacity = 200

    private let kept = Mutex<[Kept]>([])

    /// Keeps a notice for a session.
    ///
    /// - Returns: The ticket it is taken with.
    func keep(_ notice: PortalNotice, session: String) throws -> String {
        let ticket = Base64URL.encode(try RandomBytes.make(12))
        kept.withLock { kept in
            if kept.count >= Self.capacity { kept.removeFirst() }
            kept.append(Kept(ticket: ticket, session: session, notice: notice))
        }
        return ticket
    }

    /// Takes a notice away, for the session it was kept for.
    func take(_ ticket: String, session: String) -> PortalNotice? {
        kept.withLock { kept in
            guard let place = kept.firstIndex(where: { $0.ticket == ticket && $0.session == session }) else {
                return nil
            }
            return kept.remove(at: place).notice
        }
    }
}
