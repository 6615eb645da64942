internal import EntraTokens

/// Takes calls from a sequence and puts those together that can travel in one request.
struct BulkSource<Calls: AsyncSequence> where Calls.Element == BulkCall {
    /// What to do next.
    struct Portion {
        /// Calls to make.
        var unit: [BulkUnit.Item] = []
        /// Results that are known without a request.
        var results: [(place: Int, result: BulkResult)] = []
    }

    /// So many bytes of parameters travel in one request.
    private static var mostBytes: Int { 256 << 10 }

    private var calls: Calls.AsyncIterator
    private let options: BulkOptions
    private let journal: BulkJournal?
    private let service: AdminService
    private let localTime: LocalTime
    /// A call that did not fit into the portion before.
    private var held: BulkUnit.Item?
    private var count = 0
    private(set) var hasEnded = false
    /// Why no more calls are to be begun, though there are more.
    private(set) var stop: ExchangeError?
    /// Why the sequence gave no more; thrown once the calls before it are out.
    private var failure: (any Error)?

    init(
        _ calls: Calls,
        _ options: BulkOptions,
        _ journal: BulkJournal?,
        service: AdminService,
        localTime: LocalTime = .system
    ) {
        self.calls = calls.makeAsyncIterator()
        self.options = options
        self.journal = journal
        self.service = service
        self.localTime = localTime
    }

    /// Takes no more calls.
    mutating func end() {
        hasEnded = true
        held = nil
    }

    /// The next calls that can go together, with what was found out on the way.
    ///
    /// - Parameter limit: The most results to take on the way.
    /// - Returns: The calls; `nil` at the end.
    /// - Throws: What the sequence throws, after the calls before that.
    mutating func next(_ limit: Int) async throws -> Portion? {
        if let failure = failure.take() { throw failure }
        var portion = Portion()
        if let held {
            self.held = nil
            guard takes(held, into: &portion) else { return portion }
        }
        while !hasEnded, portion.results.count < limit {
            let call: BulkCall?
            do { call = try await calls.next(isolation: #isolation) } catch {
                failure = error
                call = nil
            }
            guard let call else {
                hasEnded = true
                break
            }
            let place = count
            count += 1
            switch settle(call, place) {
            case .failure(.known(let result)): portion.results.append((place, result))
            case .failure(.moved(let error)):
                stop = error
                hasEnded = true
            case .success(let item):
                guard takes(item, into: &portion) else { return portion }
            }
        }
        guard portion.unit.isEmpty, portion.results.isEmpty else { return portion }
        if let failure = failure.take() { throw failure }
        return nil
    }

    /// Adds a call, or holds it back where it does not fit; whether there is room for more beside it.
    private mutating func takes(_ item: BulkUnit.Item, into portion: inout Portion) -> Bool {
        guard let first = portion.unit.first else {
            portion.unit.append(item)
            return options.usesBatches && item.cmdlet.isSmall
        }
        let size = portion.unit.reduce(item.cmdlet.byteCount) { $0 + $1.cmdlet.byteCount }
        guard item.cmdlet.isSmall, item.cmdlet.isRead == first.cmdlet.isRead, size <= Self.mostBytes else {
            held = item
            return false
        }
        portion.unit.append(item)
        return portion.unit.count < AdminChannel.batchSize
    }

    /// Why a call is not made.
    private enum NotMade: Error {
        /// What became of it is known.
        case known(BulkResult)
        /// It was made at another line, and those behind it too; nobody may do that again.
        case moved(ExchangeError)
    }

    /// Binds a call and looks it up in the journal.
    private func settle(_ call: BulkCall, _ place: Int) -> Result<BulkUnit.Item, NotMade> {
        var result = BulkResult(line: call.line, label: call.label, status: .failed)
        do {
            var cmdlet = try BoundCmdlet(call.cmdlet.get(), localTime: localTime).on(service)
            if options.isConfirmed, !cmdlet.isWhatIf { cmdlet = cmdlet.confirmed }
            guard let journal else { return .success(.init(place: place, call: call, cmdlet: cmdlet)) }
            let identity = try journal.identity(of: cmdlet, line: call.line)
            switch journal.state(of: identity.key) {
            case .done: result.status = .skipped
            case .begun where !options.retriesUnknown && !cmdlet.isRead,
                .unknown where !options.retriesUnknown && !cmdlet.isRead:
                result.status = .unknown
                result.error = .begunBefore(cmdlet.name)
            case let state:
                if state == nil, !cmdlet.isRead, let former = journal.formerLine(of: identity, at: call.line) {
                    return .failure(.moved(.moved(cmdlet.name, from: former, to: call.line)))
                }
                return .success(.init(place: place, call: call, cmdlet: cmdlet, identity: identity))
            }
        } catch let error as BindingError {
            result.error = ExchangeError(error)
        } catch let error as ExchangeError {
            result.error = error
        } catch {
            result.error = ExchangeError(code: .invalidRequest, message: "the call cannot be read", cause: error)
        }
        return .failure(.known(result))
    }
}
