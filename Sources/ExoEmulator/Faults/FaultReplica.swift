import EmulatorCore
import HTTPServer
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A copy of the directory that is behind: it learns of the first change that it lacks after a while, and of all that came
/// until then with it.
///
/// Changes are requests that change something of Graph, Exchange or the portal; signing in is none.
final class FaultReplica: Sendable {
    private struct State: Sendable {
        var view: DelayedView?
        /// When the first change was made that the view lacks.
        var behindSince: Date?
    }

    private let context: EmulatorContext
    private let state = Mutex(State())
    private let hasView = Atomic<Bool>(false)

    init(_ context: EmulatorContext) { self.context = context }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - subject: The request.
    ///   - staleness: How late this one sees changes; nil for at once.
    ///   - usual: How late others do; nil where no fault wants that any more.
    ///   - answer: Answers it.
    /// - Returns: The reply.
    func answer(
        _ subject: FaultSubject,
        staleness: Double?,
        _ usual: Double?,
        _ answer: () -> ServerResponse
    ) -> ServerResponse {
        guard staleness != nil || usual != nil else {
            end()
            return answer()
        }
        let isDirectory = [.exchange, .compliance, .graph, .portal].contains(subject.service)
        if subject.isChange {
            guard isDirectory else { return answer() }
            keepUp(within: usual ?? staleness ?? 0)
            let reply = answer()
            if reply.status < 400 {
                let now = context.clock.now
                state.withLock { state in
                    if state.behindSince == nil { state.behindSince = now }
                }
            }
            return reply
        }
        // A page that follows is a matter of the listing, which knows where it stands.
        guard let staleness, isDirectory, !subject.isNextPage, let view = keepUp(within: staleness) else {
            return answer()
        }
        return view.read(answer)
    }

    /// The view, in the present unless it has to stay behind.
    @discardableResult private func keepUp(within seconds: Double) -> DelayedView? {
        let now = context.clock.now
        return state.withLock { state in
            do {
                guard let view = state.view else {
                    state.view = try context.store.makeView()
                    state.behindSince = nil
                    hasView.store(state.view != nil, ordering: .relaxed)
                    return state.view
                }
                if let since = state.behindSince, now >= since.addingTimeInterval(seconds) || now < since {
                    state.behindSince = nil
                }
                if state.behindSince == nil { try view.refresh() }
                return view
            } catch {
                return nil
            }
        }
    }

    /// Sees everything again, when no fault wants it otherwise any more.
    func end() {
        guard hasView.load(ordering: .relaxed) else { return }
        state.withLock { state in
            if let view = state.view { context.store.end(view) }
            state = State()
            hasView.store(false, ordering: .relaxed)
        }
    }
}
