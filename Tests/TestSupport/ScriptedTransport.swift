package import ExoTransport
import Synchronization

/// A transport that answers from a script, in order.
///
/// A request beyond the script, or one that differs from what its reply expects, throws ``ScriptError``; replies that nobody
/// asked for are found by ``expectNothingLeft()``. Every request is kept for inspection. The question which tenant a domain
/// belongs to is answered apart from the script where the domain is known, and not kept.
package final class ScriptedTransport: HTTPTransport {
    fileprivate struct State {
        var replies: ArraySlice<ScriptedReply>
        var requests: [HTTPRequest] = []
        var complaints: [String] = []
    }

    private let state: Mutex<State>
    private let tenants: TenantDirectory

    /// Makes a transport that gives these replies, one for each request.
    ///
    /// - Parameters:
    ///   - replies: The replies.
    ///   - tenants: The tenants' ids by their domains.
    package init(_ replies: [ScriptedReply] = [], tenants: [String: String] = ["contoso.com": TestToken.contoso]) {
        state = Mutex(State(replies: replies[...]))
        self.tenants = TenantDirectory(tenants: tenants)
    }

    /// Adds a reply at the end of the script.
    package func append(_ reply: ScriptedReply) { state.withLock { $0.replies.append(reply) } }

    /// The requests so far, in order.
    package var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// The number of replies still to be given.
    package var repliesLeft: Int { state.withLock { $0.replies.count } }

    /// Takes the next reply.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let reply = tenants.reply(to: request) { return try reply.response() }
        let reply = try state.withLock { state in
            state.requests.append(request)
            guard let reply = state.replies.popFirst() else {
                throw state.complain("unscripted request: \(request.method) \(request.url)")
            }
            if let complaint = reply.complaint(about: request) { throw state.complain(complaint) }
            return reply
        }
        return try reply.response()
    }

    /// Makes sure that the script was followed to its end.
    ///
    /// - Throws: ``ScriptError`` when replies are left or a request was not scripted.
    package func expectNothingLeft() throws {
        try state.withLock { state in
            if let complaint = state.complaints.first { throw ScriptError(message: complaint) }
            guard state.replies.isEmpty else {
                throw ScriptError(message: "\(state.replies.count) scripted replies were never asked for")
            }
        }
    }
}

extension ScriptedTransport.State {
    fileprivate mutating func complain(_ complaint: String) -> ScriptError {
        complaints.append(complaint)
        return ScriptError(message: complaint)
    }
}
