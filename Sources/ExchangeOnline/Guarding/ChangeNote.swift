internal import ExoJSON

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The lines of one change in a log.
struct ChangeNote: Sendable {
    let log: ChangeLog
    /// What both lines say: who, where, what.
    let facts: JSONObject
    let now: @Sendable () -> Date
    let tell: @Sendable (ConnectionEvent.Details) -> Void

    func begin() throws { try log.add(line("begin", [])) }

    /// Notes how it ended; that this fails does not undo the change, so observers are told.
    func end(requestID: String?, error: (any Error)?) {
        var members: [JSONObject.Member] = [.init(name: "outcome", value: .string(Self.outcome(of: error)))]
        let failure = error as? ExchangeError
        if let failure { members.append(.init(name: "code", value: .string("\(failure.code)"))) }
        if let id = failure?.requestID ?? requestID { members.append(.init(name: "requestID", value: .string(id))) }
        do { try log.add(line("end", members)) } catch {
            let reason = (error as? ExchangeError)?.message ?? "\(type(of: error))"
            tell(.changeNotRecorded(text: "the end of a change is not noted: \(reason)"))
        }
    }

    private func line(_ event: String, _ more: [JSONObject.Member]) -> JSONObject {
        JSONObject(
            [
                .init(name: "time", value: .string(Timestamp.text(now()))),
                .init(name: "event", value: .string(event)),
            ] + facts.members + more
        )
    }

    private static func outcome(of error: (any Error)?) -> String {
        guard let error else { return "done" }
        guard let failure = error as? ExchangeError else { return error is CancellationError ? "cancelled" : "failed" }
        return switch failure.code {
        case .outcomeUnknown: "unknown"
        case .declined: "declined"
        default: "failed"
        }
    }
}
