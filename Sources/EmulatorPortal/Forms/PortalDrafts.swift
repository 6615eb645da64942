import EmulatorCore
import ExoCrypto
import HTTPServer
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What was typed into a form that came too late for its session.
struct PortalDraft: Sendable {
    /// The fields, without passwords.
    let fields: FormFields
    /// Whether something that was given is not among them.
    let isPartial: Bool

    init(_ form: PortalForm) {
        let shown = form.fields.fields.filter { $0.name != "token" && $0.name != "password" }
        fields = FormFields(shown)
        isPartial = form.fields["password"] != nil || form.files.contains { !$0.bytes.isEmpty }
    }

    /// The draft as its page shows it.
    func state(_ reason: String) -> FormState {
        var state = FormState()
        state.form = fields["form"] ?? ""
        state.fields = fields
        let rest = isPartial ? " A password or file has to be given once more." : ""
        state.problem = FormProblem("\(reason) What you entered is still here: check it and send it again.\(rest)")
        return state
    }
}

/// Drafts on their way through a new sign-in, each for the one who wrote it.
final class PortalDrafts: Sendable {
    private struct Kept: Sendable {
        let ticket: String
        let userID: String
        let path: [String]
        let draft: PortalDraft
        let end: Date
    }

    private static let capacity = 50
    private static let lifetime: TimeInterval = 3600

    private let kept = Mutex<[Kept]>([])

    /// Keeps a draft for an hour.
    ///
    /// - Returns: The ticket by which its page finds it.
    func keep(_ draft: PortalDraft, of userID: String, for path: [String], at now: Date) throws -> String {
        let ticket = Base64URL.encode(try RandomBytes.make(12))
        let one = Kept(
            ticket: ticket,
            userID: userID,
            path: path,
            draft: draft,
            end: now.addingTimeInterval(Self.lifetime)
        )
        kept.withLock { kept in
            kept.removeAll { $0.end <= now }
            if kept.count >= Self.capacity { kept.removeFirst() }
            kept.append(one)
        }
        return ticket
    }

    /// The draft of a page for who wrote it; it stays, so that the page may be loaded again.
    func draft(_ ticket: String, of userID: String, for path: [String], at now: Date) -> PortalDraft? {
        kept.withLock { kept in
            kept.first { $0.ticket == ticket && $0.userID == userID && $0.path == path && $0.end > now }?.draft
        }
    }
}
