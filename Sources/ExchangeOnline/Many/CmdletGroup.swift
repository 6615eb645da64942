internal import ExoCrypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Cmdlets that are run together: in one request to the service where that is possible, else one after another.
struct CmdletGroup: Sendable {
    let connection: ExchangeConnection
    let cmdlets: [BoundCmdlet]

    /// Runs them; nobody is asked.
    ///
    /// - Returns: What each gave, in their order.
    func run() async -> [Result<CmdletOutcome, any Error>] {
        let id = RandomBytes.uuid()
        var runs: [Result<CmdletRun, any Error>] = []
        var admissions: [Admission?] = []
        for cmdlet in cmdlets {
            var admission: Admission?
            do {
                admission = try await connection.channel.admit(
                    cmdlet,
                    repeatedTenant: connection.repeatedTenant,
                    correlationID: id,
                    settles: false
                )
                runs.append(.success(try await prepare(cmdlet.unattended, id)))
            } catch { runs.append(.failure(error)) }
            admissions.append(admission)
        }
        // One write to disk is for all their beginnings.
        do { try admissions.lazy.compactMap(\.self).first(where: \.isNoted)?.settle() } catch {
            runs = runs.map { run in run.flatMap { _ in .failure(error) } }
        }
        let prepared = runs.indices.filter { if case .success = runs[$0] { true } else { false } }
        // Admin API v2.0 takes no batches.
        if prepared.count > 1, connection.channel.interface == .cmdlets { await sendTogether(prepared, &runs) }
        var outcomes: [Result<CmdletOutcome, any Error>] = []
        for (run, admission) in zip(runs, admissions) {
            do {
                var run = try run.get()
                let outcome = try await Self.collect(&run, id)
                admission?.ended(requestID: outcome.requestID, error: outcome.errors.first)
                outcomes.append(.success(outcome))
            } catch {
                admission?.ended(requestID: nil, error: (error as? PartialOutcome)?.cause ?? error)
                outcomes.append(.failure(error))
            }
        }
        return outcomes
    }

    private func prepare(_ cmdlet: BoundCmdlet, _ id: String) async throws -> CmdletRun {
        let key = cmdlet.holdsSecrets ? try await connection.channel.parameterKey(for: cmdlet.name) : nil
        let cmdlet = try connection.channel.checked(cmdlet)
        return CmdletRun(cmdlet, body: try cmdlet.body(key: key), key: key, correlationID: id, on: connection)
    }

    /// Sends the first requests of runs in a batch; those that must go by themselves are left as they were.
    private func sendTogether(_ places: [Int], _ runs: inout [Result<CmdletRun, any Error>]) async {
        let calls = places.compactMap { place in if case .success(let run) = runs[place] { run.call } else { nil } }
        let ended = await connection.channel.sendBatch(calls)
        var wait = Duration.zero
        for (place, call) in zip(places, ended) {
            switch call {
            case .opened(let page): if case .success(let run) = runs[place] { runs[place] = .success(run.opened(page)) }
            case .failed(let error): runs[place] = .failure(error)
            case .alone(let pause): wait = max(wait, pause ?? .zero)
            }
        }
        // Those that did go through are not lost by this; a task that is cancelled ends at its next request.
        if wait > .zero { do { try await connection.channel.client.clock.sleep(for: wait) } catch { return } }
    }

    /// Reads all that a run gives.
    static func collect(_ run: inout CmdletRun, _ id: String) async throws -> CmdletOutcome {
        var outcome = CmdletOutcome(correlationID: id)
        do {
            while let page = try await run.next() { outcome.take(page) }
        } catch {
            throw outcome.rows.isEmpty ? error : PartialOutcome(outcome: outcome, cause: error)
        }
        return outcome
    }
}

/// What came before a run failed.
struct PartialOutcome: Error {
    var outcome: CmdletOutcome
    var cause: any Error
}

extension CmdletOutcome {
    /// Adds what arrived.
    mutating func take(_ page: CmdletPage) {
        rows += page.rows
        warnings += page.warnings
        errors += page.errors
        confirmationMessage = page.confirmationMessage ?? confirmationMessage
        requestID = page.requestID ?? requestID
    }
}

extension BoundCmdlet {
    /// How long its parameters are as they travel.
    var byteCount: Int { bound.object.members.reduce(0) { $0 + $1.name.utf8.count + $1.value.serialized().count } }

    /// Whether it is small enough to travel with others: a change, or a read of one object or of few.
    var isSmall: Bool {
        // Entities are asked for by addresses, each for itself.
        guard entities == nil, !takesLong, !holdsSecrets else { return false }
        guard isRead, !isWhatIf, bound["Confirm"] != true else { return true }
        return bound["Identity"] != nil || asksForSize && size.limit.map { $0 <= 100 } == true
    }
}
