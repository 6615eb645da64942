internal import ExoTransport
import Synchronization

extension AdminChannel {
    /// So many calls travel in one request, as the service's own clients send them; its limit is not known.
    static let batchSize = 10

    /// How a call of a batch ended.
    enum BatchedCall: Sendable {
        /// It succeeded; its first page is open.
        case opened(OpenedPage)
        /// It failed for good.
        case failed(any Error)
        /// It was not executed, or only reads: it goes on by itself, after a wait where the service asks for one.
        case alone(after: Duration?)
    }

    /// Sends calls in one request.
    ///
    /// - Parameter calls: The calls, either all reads or all writes, all of one run.
    /// - Returns: How each ended, in the order of the calls.
    func sendBatch(_ calls: [AdminCall]) async -> [BatchedCall] {
        guard let last = calls.last, batchRefusals.withLock({ $0 }) < Self.mostBatchRefusals else {
            return calls.map { _ in .alone(after: nil) }
        }
        var batch = last
        batch.target = "/adminapi/beta/\(tenantID)/$batch"
        batch.body = nil
        batch.headers["Prefer"] = BatchBody.goesOn
        batch.isRead = calls.allSatisfy(\.isRead)
        batch.timeout = calls.map(\.timeout).max() ?? last.timeout
        batch.parts = calls
        let result = await execute(batch) { response, address in (try await BatchReply.read(response), address) }
        switch result {
        case .success(let (reply, address)):
            batchRefusals.withLock { $0 = 0 }
            var ended: [BatchedCall] = []
            var pauses: [Duration?] = []
            for (place, call) in calls.enumerated() {
                ended.append(await take(reply[place], for: call, from: address, &pauses))
            }
            // However many of them were refused, they came together.
            if !pauses.isEmpty { pace.hold(for: pauses.compactMap(\.self).max()) }
            return ended
        case .failure(let end):
            noteBatchRefusal(end)
            return calls.map { self.end(of: $0, after: end) }
        }
    }

    /// Reads the reply to one call as if it had come by itself.
    private func take(
        _ response: HTTPResponse?,
        for call: AdminCall,
        from address: ServiceURL,
        _ pauses: inout [Duration?]
    ) async -> BatchedCall {
        guard let response else { return lost(call, at: address, "the service left its reply out of the batch") }
        var call = call
        call.address = address
        let received = ReceivedResponse(response, from: address.origin + call.target)
        var request = AdminRequest(call, on: self) { [call] in
            try await OpenedPage.read($0, from: $1, isRead: call.isRead)
        }
        do {
            switch try await request.receive(received) {
            case .accepted(let page): return .opened(page)
            case .refused(let refusal, let mayHaveBeenExecuted, let remedy):
                if call.isRead || !mayHaveBeenExecuted, let next = next(after: refusal, remedy, &pauses) { return next }
                let failure = RequestFailure<ServiceRefusal>(
                    cause: .refusal(refusal),
                    mayHaveBeenExecuted: !call.isRead && mayHaveBeenExecuted,
                    attempts: 1
                )
                return .failed(mapper(for: call, at: address.origin).error(for: failure))
            }
        } catch {
            return lost(call, at: address, "its reply in the batch cannot be read")
        }
    }

    /// What a refused call does next, where it may be sent again.
    private func next(
        after refusal: ServiceRefusal,
        _ remedy: Remedy,
        _ pauses: inout [Duration?]
    ) -> BatchedCall? {
        // By itself it gets a new token as any other.
        if refusal.status == 401, canRenew { return .alone(after: nil) }
        switch remedy {
        case .none: return nil
        case .now: return .alone(after: nil)
        case .later(let reason, let text):
            let asked = text.flatMap { RetryPolicy.retryAfter($0, now: client.now()) }
            if reason == .throttled { pauses.append(asked) }
            return client.retries.delay(attempt: 1, retryAfter: asked).map { .alone(after: $0) }
        }
    }

    /// A call without a reply of its own: a read is made again, of a write nobody knows.
    private func lost(_ call: AdminCall, at address: ServiceURL, _ message: String) -> BatchedCall {
        guard !call.isRead else { return .alone(after: nil) }
        let cause = ExchangeError(code: .unexpectedResponse, message: message)
        let failure = RequestFailure<ServiceRefusal>(cause: .other(cause), mayHaveBeenExecuted: true, attempts: 1)
        return .failed(mapper(for: call, at: address.origin).error(for: failure))
    }

    /// After so many refused batches without a good one between them no more are sent.
    private static let mostBatchRefusals = 2

    /// Notes that the service has no batches, or did not take one.
    private func noteBatchRefusal(_ end: EndedCall) {
        guard case .refusal(let refusal) = end.failure.cause, !end.failure.mayHaveBeenExecuted else { return }
        switch refusal.status {
        case 404, 405, 501: batchRefusals.withLock { $0 = Self.mostBatchRefusals }
        case 400: batchRefusals.withLock { $0 += 1 }
        default: break
        }
    }

    /// What the failure of the whole batch is to one of its calls.
    private func end(of call: AdminCall, after end: EndedCall) -> BatchedCall {
        var failure = end.failure
        failure.mayHaveBeenExecuted = failure.mayHaveBeenExecuted && !call.isRead
        switch failure.cause {
        // Each by itself may be small enough.
        case .refusal(let refusal) where refusal.status == 413: return .alone(after: nil)
        case .refusal(let refusal) where [400, 404, 405, 501].contains(refusal.status):
            // The service has no batches here, or takes not this one; its calls may be good.
            if !failure.mayHaveBeenExecuted {
                return .alone(after: nil)
            }
        case .refusal(let refusal) where call.isRead && (200..<300).contains(refusal.status): return .alone(after: nil)
        case .transport(let error) where call.isRead && (error.code == .bodyCutOff || error.code == .tooLarge):
            return .alone(after: nil)
        default: break
        }
        return .failed(mapper(for: call, at: end.origin, token: end.token).error(for: failure))
    }
}
