import EmulatorCore
import EmulatorExchange
import EmulatorGraph
import ExoJSON
import HTTPServer
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where requests meet the faults that were set, before and after they are answered.
struct FaultDoor: Sendable {
    let faults: FaultList
    let context: EmulatorContext
    let exchange: ExchangeService
    let graph: GraphService
    private let replica: FaultReplica

    init(_ context: EmulatorContext, exchange: ExchangeService, graph: GraphService) {
        self.context = context
        self.exchange = exchange
        self.graph = graph
        faults = FaultList()
        replica = FaultReplica(context)
    }

    /// Answers a request as it is answered, or as the faults want it.
    func respond(to request: ServerRequest, _ answer: (ServerRequest) -> ServerResponse) -> ServerResponse {
        guard !faults.isEmpty else {
            replica.end()
            return answer(request)
        }
        guard request.pathSegments.first?.lowercased() != "_emulator" else { return answer(request) }
        let subject = FaultSubject(request, directory: context.directory)
        var request = request
        if subject.isBatch {
            request.partDoor = { part, answer in
                respond(to: FaultSubject(part, directory: context.directory, isPart: true), answer)
            }
        }
        return respond(to: subject) { answer(request) }
    }

    private func respond(to subject: FaultSubject, _ answer: () -> ServerResponse) -> ServerResponse {
        let strikes = faults.strike(subject)
        var budget: [ServerRequest.Field] = []
        for case (let id, .rateLimit(let calls, let seconds)) in strikes {
            let now = Int64(context.clock.now.timeIntervalSince1970.rounded(.down))
            let (left, end) = faults.spend(
                id,
                tenant: subject.tenantID ?? "",
                calls: calls,
                seconds: seconds,
                now: now
            )
            budget = ExchangeService.rateLimit(
                calls,
                left: max(left, 0),
                until: Date(timeIntervalSince1970: Double(end))
            )
            guard left >= 0 else {
                var reply = FaultReply(self, subject).throttled(.seconds(Double(end - now)))
                reply.headers += budget
                return noted(reply, .rateLimit, replaces: true, subject)
            }
        }
        if let last = strikes.last?.kind, last.replaces {
            var reply = FaultReply(self, subject).replacing(last)
            for strike in strikes.dropLast() { change(&reply, to: subject.request, by: strike.kind) }
            return noted(reply, last.name, replaces: true, subject)
        }
        var reply =
            subject.isPart
            ? answer() : replica.answer(subject, staleness: staleness(in: strikes), faults.staleness, answer)
        if !budget.isEmpty {
            reply.headers.removeAll { field in budget.contains { field.isNamed($0.name) } }
            reply.headers += budget
        }
        for strike in strikes {
            change(&reply, to: subject.request, by: strike.kind)
            reply = noted(reply, strike.kind.name, replaces: false, subject)
        }
        return reply
    }

    private func staleness(in strikes: [(id: Int, kind: FaultKind)]) -> Double? {
        for case (_, .staleReads(let seconds)) in strikes { return seconds }
        return nil
    }

    private func change(_ reply: inout ServerResponse, to request: ServerRequest, by kind: FaultKind) {
        switch kind {
        case .latency(let duration): reply.delay = (reply.delay ?? .zero) + duration
        case .microDelay(let duration):
            reply.delay = (reply.delay ?? .zero) + duration
            ExchangeService.addWarning(ExchangeService.microDelayed(duration), to: &reply, of: request)
        case .reset: reply.fault = .reset
        case .noReply: reply.fault = .noReply
        case .cut(let bytes): reply.fault = .cutAfter(bytes)
        case .falseGzip: reply.headers.append(.init("Content-Encoding", "gzip"))
        case .clockSkew(let seconds):
            reply.headers.removeAll { $0.isNamed("Date") }
            let moment = context.clock.now.addingTimeInterval(Double(seconds))
            reply.headers.append(.init("Date", HTTPDate.text(moment)))
        default: break
        }
    }

    // The log tells of cmdlets whether or not they were looked at.
    private func noted(
        _ reply: ServerResponse,
        _ name: FaultName,
        replaces: Bool,
        _ subject: FaultSubject
    ) -> ServerResponse {
        var reply = reply
        if replaces, let cmdlet = subject.request.header("X-CmdletName") ?? subject.cmdlets.first {
            reply.note = [.init("cmdlet", String(cmdlet.prefix(100))), .init("outcome", "fault")]
        }
        reply.note.append(.init("fault", name.rawValue))
        return reply
    }
}
