/// Does the work for members of a fleet, one after another.
struct FleetCrew: Sendable {
    let cmdlet: BoundCmdlet
    let journal: BulkJournal?
    let retriesUnknown: Bool
    let relay: Relay<FleetNews>
    let queue: FleetQueue

    /// Connects, runs the cmdlet and passes on what it gives.
    ///
    /// How a change ended is noted at once; what is asked for rows is done only when these are where they last, and whoever takes them
    /// notes that.
    ///
    /// - Returns: Why no other member is to be begun: the journal cannot be written.
    func work(for member: FleetMember) async -> ExchangeError? {
        let key: JournalKey?
        do {
            let identity = try journal?.identity(of: cmdlet, name: member.subject)
            key = identity?.key
            if let key, let known = known(key, of: member) {
                await relay.send(FleetNews(.ended(known)))
                return nil
            }
            if let identity { try await journal?.begin([(identity: identity, line: 0)]) }
        } catch {
            return ExchangeError(journal: error)
        }
        var result = FleetResult(name: member.name, status: .done)
        await run(member, &result)
        var stop: ExchangeError?
        if let key, !cmdlet.isDoneByRows {
            do { try note(result, key) } catch { stop = ExchangeError(journal: error) }
        }
        await relay.send(FleetNews(.ended(result), key: cmdlet.isDoneByRows ? key : nil))
        return stop
    }

    /// Notes how it ended for a member.
    ///
    /// - Throws: ``JournalError``.
    func note(_ result: FleetResult, _ key: JournalKey) throws {
        try journal?.note(
            BulkJournal.End(key: key, line: 0, state: .init(result.status), code: result.error?.code)
        )
    }

    /// Notes how reads ended.
    ///
    /// - Returns: Why the journal cannot be written.
    func note(_ ends: [(result: FleetResult, key: JournalKey)]) -> ExchangeError? {
        do { for (result, key) in ends { try note(result, key) } } catch { return ExchangeError(journal: error) }
        return nil
    }

    /// What an earlier run makes of a member; `nil` where the cmdlet is to be run for it.
    private func known(_ key: JournalKey, of member: FleetMember) -> FleetResult? {
        switch journal?.state(of: key) {
        case .done: return FleetResult(name: member.name, status: .skipped)
        case .begun where !retriesUnknown && !cmdlet.isRead, .unknown where !retriesUnknown && !cmdlet.isRead:
            return FleetResult(name: member.name, status: .unknown, error: .begunBefore(cmdlet.name))
        default: return nil
        }
    }

    private func run(_ member: FleetMember, _ result: inout FleetResult) async {
        do {
            let connection = try await member.connect()
            let tenantID = connection.information.tenantID
            result.tenantID = tenantID
            for try await page in connection.pages(of: cmdlet, confirm: nil) {
                result.rows += page.count
                result.error = result.error ?? page.errors.first
                if page.confirmationMessage != nil, !cmdlet.isWhatIf { result.error = .unanswered(cmdlet.name) }
                await relay.send(FleetNews(.page(of: member.name, tenantID: tenantID, page)))
                // Nobody takes rows any more, and a read does nothing else.
                if relay.isClosed || queue.hasEnough, cmdlet.isRead { break }
            }
            result.status = result.error == nil ? .done : .failed
        } catch let error as ExchangeError {
            result.error = error
            result.status = error.code == .outcomeUnknown ? .unknown : .failed
        } catch is CancellationError {
            result.error = ExchangeError(code: .declined, message: "it was cancelled; nothing was changed")
            result.status = .failed
        } catch {
            result.error = ExchangeError(code: .notConnected, message: "it cannot be connected to", cause: error)
            result.status = .failed
        }
    }
}
