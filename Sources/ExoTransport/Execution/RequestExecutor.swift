#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Sends a request, and again where that is safe and of use: the only place that repeats requests.
///
/// A read and an idempotent write are repeated whenever something may help; another write only when the service cannot have
/// executed it. Between attempts the executor waits as the ``RetryPolicy`` says, and before each one at the gate, where it has
/// one. A write that was handed to the transport when its task was cancelled may have been executed, and its failure says so.
package struct RequestExecutor: Sendable {
    private let transport: any HTTPTransport
    private let policy: RetryPolicy
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let gate: (any RequestGate)?
    private let observer: @Sendable (ExecutionEvent) -> Void

    /// Makes an executor.
    ///
    /// - Parameters:
    ///   - transport: What sends requests.
    ///   - policy: How often and when requests are repeated.
    ///   - clock: What the waiting is done with.
    ///   - now: The time, for a `Retry-After` that is a date.
    ///   - gate: What lets attempts begin; without one each begins at once.
    ///   - observer: Who is told of each step.
    package init(
        transport: any HTTPTransport,
        policy: RetryPolicy,
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date,
        gate: (any RequestGate)? = nil,
        observer: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
    ) {
        self.transport = transport
        self.policy = policy
        self.clock = clock
        self.now = now
        self.gate = gate
        self.observer = observer
    }

    /// Sends a request until it succeeds or nothing helps any more.
    ///
    /// - Parameter request: The request; it keeps what it learned on the way.
    /// - Returns: What it gave, or how it ended.
    package func run<Request: RepeatableRequest>(
        _ request: inout Request
    ) async -> Result<Request.Value, RequestFailure<Request.Refusal>> {
        var schedule = RetrySchedule(policy)
        var last: RequestFailure<Request.Refusal>?
        while true {
            let composed: HTTPRequest
            let pass: GatePass?
            do {
                try Task.checkCancellation()
                guard let next = try await admit(&request) else { return .failure(last ?? .unsent) }
                (composed, pass) = next
            } catch {
                return .failure(ending(last, with: error, schedule))
            }
            schedule.begin()
            var failure: RequestFailure<Request.Refusal>
            let remedy: Remedy
            var head: ReceivedResponse?
            let attempt = await exchange(composed, for: &request, attempt: schedule.attempts, head: &head)
            leave(pass, after: attempt, head)
            switch attempt {
            case .accepted(let value): return .success(value)
            case .failed(let cause, let mayHaveBeenExecuted, let found):
                // What an earlier attempt may have done stays so, whatever ends a later one.
                let isUnknown = mayHaveBeenExecuted || last?.mayHaveBeenExecuted == true
                failure = RequestFailure(
                    cause: cause,
                    mayHaveBeenExecuted: request.effect != .read && isUnknown,
                    attempts: schedule.attempts
                )
                remedy = found
            }
            last = failure
            guard !(request.effect == .write && failure.mayHaveBeenExecuted),
                let wait = schedule.wait(for: remedy, now: now)
            else { return .failure(failure) }
            guard wait.duration > .zero else {
                observer(.repeating(wait))
                continue
            }
            observer(.waiting(wait, schedule.budget))
            do { try await clock.sleep(for: wait.duration) } catch {
                return .failure(ending(last, with: error, schedule))
            }
        }
    }

    /// Waits at the gate and composes the request as it is sent then; `nil` when there is nothing better to send.
    private func admit<Request: RepeatableRequest>(
        _ request: inout Request
    ) async throws -> (HTTPRequest, GatePass?)? {
        let pass = try await gate?.enter { [observer] duration in observer(.held(duration)) }
        let composed: HTTPRequest?
        do { composed = try await request.compose() } catch {
            if let pass { gate?.leave(pass, after: AttemptOutcome(.nothing)) }
            throw error
        }
        if composed == nil, let pass { gate?.leave(pass, after: AttemptOutcome(.nothing)) }
        return composed.map { ($0, pass) }
    }

    /// Tells the gate how an attempt went.
    private func leave<Value, Refusal>(
        _ pass: GatePass?,
        after attempt: Attempt<Value, Refusal>,
        _ head: ReceivedResponse?
    ) {
        guard let gate, let pass else { return }
        let verdict: AttemptOutcome.Verdict =
            switch attempt {
            case .accepted: .answered
            case .failed(_, _, .later(.throttled, retryAfter: let text)):
                .throttled(retryAfter: text.flatMap { RetryPolicy.retryAfter($0, now: now()) })
            case .failed(.refusal, _, _):
                head.map { (502...504).contains($0.status) } == true ? .unavailable : .answered
            case .failed: .nothing
            }
        gate.leave(pass, after: AttemptOutcome(verdict, headers: head?.headers))
    }

    /// The end between two attempts.
    private func ending<Refusal>(
        _ last: RequestFailure<Refusal>?,
        with error: any Error,
        _ schedule: RetrySchedule
    ) -> RequestFailure<Refusal> {
        RequestFailure(
            cause: error is CancellationError ? .cancelled : .other(error),
            mayHaveBeenExecuted: last?.mayHaveBeenExecuted ?? false,
            attempts: schedule.attempts
        )
    }

    private enum Attempt<Value: Sendable, Refusal: Sendable> {
        case accepted(Value)
        case failed(RequestFailure<Refusal>.Cause, mayHaveBeenExecuted: Bool, Remedy)
    }

    /// Sends once and reads the response.
    private func exchange<Request: RepeatableRequest>(
        _ composed: HTTPRequest,
        for request: inout Request,
        attempt: Int,
        head: inout ReceivedResponse?
    ) async -> Attempt<Request.Value, Request.Refusal> {
        var composed = composed
        TraceContext.current?.apply(to: &composed.headers)
        let stopwatch = Stopwatch(clock)
        observer(.sending(composed, attempt: attempt))
        let response: HTTPResponse
        do { response = try await transport.send(composed) } catch {
            return failed(error, of: &request, attempt: attempt, stopwatch)
        }
        do {
            let received = ReceivedResponse(counted(response, stopwatch), from: composed.url)
            head = received
            observer(.received(received, after: stopwatch.elapsed))
            switch try await request.receive(received) {
            case .accepted(let value): return .accepted(value)
            case .refused(let refusal, let mayHaveBeenExecuted, let remedy):
                return .failed(.refusal(refusal), mayHaveBeenExecuted: mayHaveBeenExecuted, remedy)
            }
        } catch {
            return failed(error, of: &request, attempt: attempt)
        }
    }

    /// The response with a body whose bytes are counted.
    private func counted(_ response: HTTPResponse, _ stopwatch: Stopwatch) -> HTTPResponse {
        let counter = BodyCounter { [observer] bytes, isWhole in
            observer(.ended(bytes: bytes, isWhole: isWhole, after: stopwatch.elapsed))
        }
        var response = response
        response.body = counter.counting(response.body)
        return response
    }

    /// How an attempt ended that threw; the stopwatch is given where no response came.
    private func failed<Request: RepeatableRequest>(
        _ error: any Error,
        of request: inout Request,
        attempt: Int,
        _ stopwatch: Stopwatch? = nil
    ) -> Attempt<Request.Value, Request.Refusal> {
        switch error {
        case let error as TransportError:
            if let stopwatch { observer(.failed(error, after: stopwatch.elapsed)) }
            return .failed(
                .transport(error),
                mayHaveBeenExecuted: error.mayHaveBeenSent,
                request.remedy(for: error, attempt: attempt)
            )
        // The transport had it, so nobody knows how far it came.
        case is CancellationError: return .failed(.cancelled, mayHaveBeenExecuted: true, .none)
        default: return .failed(.other(error), mayHaveBeenExecuted: true, .none)
        }
    }
}
