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

    /// How a cmdlet ended.
    typealias Outcome = Result<CmdletOutcome, any Error>

    /// What is known so far.
    struct Progress: Sendable {
        /// How cmdlets ended, by their places in the group.
        var ended: [(place: Int, outcome: Outcome)] = []
        /// The cmdlets that have not ended.
        var rest = Rest()
    }

    /// Cmdlets that were not executed and go on by themselves, one after another.
    struct Rest: Sendable {
        fileprivate var members: ArraySlice<Member> = []
        /// How long the service wants nothing of them.
        fileprivate var wait = Duration.zero
        /// Whether they were sent before, together with others.
        fileprivate(set) var wasSent = false

        /// Whether none is left.
        var isEmpty: Bool { members.isEmpty }
        /// Their places in the group.
        var places: [Int] { members.map(\.place) }

        /// The same, when the service wants to hear of them again.
        ///
        /// - Throws: What ends the wait before; they are to be given up then.
        func afterWait(_ clock: any Clock<Duration>) async throws -> Rest {
            var rest = self
            rest.wait = .zero
            if wait > .zero { try await clock.sleep(for: wait) }
            return rest
        }

        /// Notes that they are not run, and why.
        func giveUp(_ error: any Error) {
            for member in members { member.admission?.ended(requestID: nil, error: error) }
        }
    }

    fileprivate struct Member: Sendable {
        let place: Int
        var run: Result<CmdletRun, any Error>
        var admission: Admission?
    }

    /// Asks for leave, and sends what can travel together; nobody is asked.
    ///
    /// - Returns: What ended with that, and what is left.
    func begin() async -> Progress {
        let id = RandomBytes.uuid()
        var members: [Member] = []
        for (place, cmdlet) in cmdlets.enumerated() {
            var admission: Admission?
            let run: Result<CmdletRun, any Error>
            do {
                admission = try await connection.channel.admit(
                    cmdlet,
                    repeatedTenant: connection.repeatedTenant,
                    correlationID: id,
                    settles: false
                )
                run = .success(try await prepare(cmdlet.unattended, id))
            } catch { run = .failure(error) }
            members.append(Member(place: place, run: run, admission: admission))
        }
        // One write to disk is for all their beginnings.
        do { try members.lazy.compactMap(\.admission).first(where: \.isNoted)?.settle() } catch {
            for place in members.indices { members[place].run = .failure(error) }
        }
        let prepared = members.indices.filter { if case .success = members[$0].run { true } else { false } }
        var progress = Progress()
        // Admin API v2.0 takes no batches.
        if prepared.count > 1, connection.channel.interface == .cmdlets {
            progress.rest = await sendTogether(prepared, &members)
        } else {
            progress.rest.members = prepared.map { members[$0] }[...]
        }
        let left = Set(progress.rest.places)
        for member in members where !left.contains(member.place) {
            progress.ended.append((member.place, await Self.finish(member)))
        }
        return progress
    }

    /// Runs the first of what is left.
    ///
    /// - Returns: How it ended, and what is left then.
    static func goOn(with rest: Rest) async -> Progress {
        var progress = Progress(rest: rest)
        guard let member = progress.rest.members.popFirst() else { return progress }
        progress.ended = [(member.place, await finish(member))]
        return progress
    }

    /// Reads all that a cmdlet gives, and notes its end.
    private static func finish(_ member: Member) async -> Outcome {
        do {
            var run = try member.run.get()
            let outcome = try await collect(&run)
            member.admission?.ended(requestID: outcome.requestID, error: outcome.errors.first)
            return .success(outcome)
        } catch {
            member.admission?.ended(requestID: nil, error: (error as? PartialOutcome)?.cause ?? error)
            return .failure(error)
        }
    }

    private func prepare(_ cmdlet: BoundCmdlet, _ id: String) async throws -> CmdletRun {
        let key = cmdlet.holdsSecrets ? try await connection.channel.parameterKey(for: cmdlet.name) : nil
        let cmdlet = try connection.channel.checked(cmdlet)
        return CmdletRun(cmdlet, body: try cmdlet.body(key: key), key: key, correlationID: id, on: connection)
    }

    /// Sends the first requests of cmdlets in a batch.
    ///
    /// - Returns: Those that were not executed.
    private func sendTogether(_ places: [Int], _ members: inout [Member]) async -> Rest {
        let calls = places.compactMap { if case .success(let run) = members[$0].run { run.call } else { nil } }
        let ended = await connection.channel.sendBatch(calls)
        var rest = Rest()
        rest.wasSent = true
        for (place, call) in zip(places, ended) {
            switch call {
            case .opened(let page): members[place].run = members[place].run.map { $0.opened(page) }
            case .failed(let error): members[place].run = .failure(error)
            case .alone(let pause):
                rest.wait = max(rest.wait, pause ?? .zero)
                rest.members.append(members[place])
            }
        }
        return rest
    }

    /// Reads all that a run gives.
    private static func collect(_ run: inout CmdletRun) async throws -> CmdletOutcome {
        var outcome = CmdletOutcome(correlationID: run.correlationID)
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
