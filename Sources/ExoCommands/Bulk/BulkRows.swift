internal import ExchangeOnline
internal import Synchronization

/// The rows of a table as calls, one after another, until their end or until somebody wants no more.
final class BulkRows: AsyncSequence, Sendable {
    typealias Element = BulkCall

    private struct State {
        var table: TableFile
        var plan: ColumnPlan
        /// Calls that were read for a look at them.
        var ahead: [BulkCall] = []
        var hasEnded = false
        /// Whether enough came of those that were handed out.
        var isEnough = false
        /// The line of the row that was read last; 0 before the first.
        var lastLine = 0
        /// How many calls were handed out, and the line of the last one.
        var taken = (count: 0, line: 0)
        /// The rows as they stood, as long as nobody knows what became of them.
        var texts: [Int: String] = [:]
    }

    private let state: Mutex<State>
    private let keepsTexts: Bool
    private let interruption: Interruption

    /// Makes calls of a table.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - plan: Which column is for which parameter.
    ///   - keepsTexts: Whether rows are kept as they stood, for those that fail.
    ///   - interruption: Ends them early.
    /// - Throws: ``CommandError`` when a column is for no parameter.
    init(_ table: TableFile, _ plan: ColumnPlan, keepsTexts: Bool, _ interruption: Interruption) throws {
        var plan = plan
        if let columns = table.columns { try plan.check(columns) }
        state = Mutex(State(table: table, plan: plan))
        self.keepsTexts = keepsTexts
        self.interruption = interruption
    }

    /// The column that is for a parameter.
    func column(of parameter: String) -> String? { state.withLock { $0.plan.column(of: parameter) } }

    /// The first calls, which are handed out afterwards all the same.
    func first(_ count: Int) throws -> [BulkCall] {
        var calls: [BulkCall] = []
        while calls.count < count, let call = try read() { calls.append(call) }
        state.withLock { $0.ahead = calls }
        return calls
    }

    /// A row as it stood; it is forgotten then.
    func takeText(ofLine line: Int) -> String? { state.withLock { $0.texts.removeValue(forKey: line) } }

    /// The next call; `nil` at the end.
    func next() throws -> BulkCall? {
        guard !interruption.isRequested, !hasEnough else { return nil }
        let call = state.withLock { state in state.ahead.isEmpty ? nil : state.ahead.removeFirst() }
        guard let call = try call ?? read() else { return nil }
        state.withLock { $0.taken = ($0.taken.count + 1, call.line) }
        return call
    }

    /// Hands out no more calls, since enough came of those before.
    func endWithEnough() { state.withLock { $0.isEnough = true } }

    /// Whether it was ended so.
    var hasEnough: Bool { state.withLock { $0.isEnough } }

    /// Reads the rows that nobody took, and gives all whose calls were not made.
    ///
    /// - Parameter ended: How many calls were made, or refused.
    /// - Returns: How many were not, and these rows as they stood where they are kept.
    func left(after ended: Int) -> (count: Int, rows: [String]) {
        // What cannot be read ends the table.
        while (try? next()) != nil {}
        return state.withLock { state in
            (state.taken.count - ended, state.texts.sorted { $0.key < $1.key }.map(\.value))
        }
    }

    private func read() throws -> BulkCall? {
        try state.withLock { state in
            guard !state.hasEnded else { return nil }
            do {
                guard let row = try state.table.next(), !interruption.isRequested else {
                    state.hasEnded = true
                    return nil
                }
                state.lastLine = row.line
                if keepsTexts { state.texts[row.line] = row.text }
                return Self.call(of: row, &state.plan)
            } catch let error as TableError {
                guard !interruption.isRequested else { return nil }
                if error.endsAll { state.hasEnded = true }
                return BulkCall(
                    line: error.line,
                    cmdlet: .failure(Self.refusal(error.message, repair: error.repair))
                )
            } catch is CancellationError where state.lastLine > 0 {
                // The row that came last may not be whole.
                state.hasEnded = true
                interruption.note()
                return nil
            } catch let error as CommandError where state.lastLine > 0 {
                // What was read before is made and told all the same.
                state.hasEnded = true
                let message = "\(error.message); no row behind line \(state.lastLine) was read"
                return BulkCall(
                    line: state.lastLine + 1,
                    cmdlet: .failure(Self.refusal(message, repair: error.repair))
                )
            }
        }
    }

    private static func call(of row: TableRow, _ plan: inout ColumnPlan) -> BulkCall {
        do {
            let cmdlet = try plan.cmdlet(of: row)
            return BulkCall(line: row.line, cmdlet, label: plan.label(of: row))
        } catch {
            let told = ErrorReport.commandError(error)
            return BulkCall(
                line: row.line,
                cmdlet: .failure(refusal(told.message, repair: told.repair)),
                label: plan.label(of: row)
            )
        }
    }

    private static func refusal(_ message: String, repair: String?) -> ExchangeError {
        ExchangeError(code: .invalidRequest, message: message, repair: repair.map { .advice($0) })
    }

    /// Begins, or goes on, with the calls.
    func makeAsyncIterator() -> Iterator { Iterator(rows: self) }

    /// Gives one call after another.
    struct Iterator: AsyncIteratorProtocol {
        let rows: BulkRows

        mutating func next() async throws -> BulkCall? { try rows.next() }
    }
}
