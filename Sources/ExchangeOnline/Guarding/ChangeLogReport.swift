internal import EntraTokens
internal import ExoCrypto
public import ExoJSON

/// What a look through a change log found.
public struct ChangeLogReport: Sendable {
    /// A line that does not fit.
    public struct Fault: Sendable, Equatable {
        /// The line's number, the first being 1.
        public var line: Int
        /// What is wrong.
        public var message: String
    }

    /// How many lines there are.
    public private(set) var lines = 0
    /// How many changes were begun.
    public private(set) var changes = 0
    /// The beginnings without an end: what became of them is not known.
    public private(set) var unfinished: [JSONObject] = []
    /// Lines that were changed, left out, put in or cut off.
    public private(set) var faults: [Fault] = []
    /// The digest of the last line; whoever notes it can tell later whether lines were taken away behind it.
    public private(set) var lastDigest: String?

    /// Whether every line is as it was written.
    public var isIntact: Bool { faults.isEmpty }

    /// Looks through a log.
    ///
    /// - Parameter path: The file.
    /// - Throws: ``ExchangeError`` with code `notFound` when there is no such file, `invalidRequest` when it cannot be read.
    public init(ofLog path: String) throws {
        var open: [String: [JSONObject]] = [:]
        var order: [String] = []
        do {
            let isThere = try LineFile(path).read { line, isWhole in
                try take(line, isWhole: isWhole, &open, &order)
            }
            guard isThere else { throw ExchangeError(code: .notFound, message: "there is no change log \(path)") }
        } catch let error as LocalFileError {
            throw ExchangeError(
                code: .invalidRequest,
                message: "the change log \(path) cannot be read: \(error)",
                cause: error
            )
        }
        for run in order { unfinished += open.removeValue(forKey: run) ?? [] }
    }

    private mutating func take(
        _ line: ArraySlice<UInt8>,
        isWhole: Bool,
        _ open: inout [String: [JSONObject]],
        _ order: inout [String]
    ) throws {
        lines += 1
        let before = lastDigest
        lastDigest = try ChangeLog.digest(of: line)
        guard isWhole else { return fault("it was cut off while it was written") }
        let members: JSONObject
        do {
            guard let object = try JSONValue(parsing: Array(line)).objectValue else { return fault("it is no object") }
            members = object
        } catch is JSONError { return fault("it is not JSON") }
        guard members["previous"] == (before.map { .string($0) } ?? .null) else {
            return fault(
                before == nil
                    ? "it is not the first line: those before it are gone"
                    : "it does not follow the line before it: one of them was changed, or lines between them are gone"
            )
        }
        // Cmdlets that travel together share a run.
        let run = members["run"]?.stringValue.map { "\($0) \(members["parameters"]?.stringValue ?? "")" }
        guard let run else { return fault("it does not say which run it is about") }
        if members["event"] == "begin" {
            changes += 1
            if open[run] == nil { order.append(run) }
            open[run, default: []].append(members)
        } else if open[run]?.popLast() == nil {
            fault("it ends a change that was not begun")
        }
    }

    private mutating func fault(_ message: String) { faults.append(Fault(line: lines, message: message)) }
}
