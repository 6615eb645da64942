internal import ExoJQ
internal import ExoJSON
internal import ExoRows

/// Runs a program of jq on each row, without annotations and with its columns alone where some were chosen; its results are rows.
struct JQFilter: RowTransform {
    private let program: JQProgram
    private var columns: RowColumns
    private let hasColumns: Bool
    /// Whether it is written as for a list of rows, of which it sees one after the other.
    private let expectsList: Bool
    private let keepsAnnotations: Bool
    private var count = 0
    private(set) var isComplete = false

    /// Compiles the program.
    ///
    /// - Parameters:
    ///   - text: The program.
    ///   - columns: What it sees of a row; nothing means everything.
    ///   - keepsAnnotations: Whether it sees what the service wrote beside the properties.
    /// - Throws: ``CommandError`` where it is none, or where libjq is not installed.
    init(_ text: String, columns: [String], keepsAnnotations: Bool = false) throws {
        do { program = try JQProgram(text) } catch JQError.noLibrary {
            throw CommandError(
                .failed,
                "--jq needs libjq, which is not installed",
                repair: "apt-get install libjq1 (macOS: brew install jq)"
            )
        } catch JQError.noProgram(let lines) {
            throw CommandError(.usage, "--jq: jq cannot read the expression", details: lines)
        }
        expectsList = text.drop { $0 == " " }.hasPrefix(".[]")
        self.columns = RowColumns(columns)
        hasColumns = !columns.isEmpty
        self.keepsAnnotations = keepsAnnotations
    }

    mutating func pass(_ batch: RowBatch) throws -> RowBatch {
        var results = Results()
        var row: [UInt8] = []
        var failure: (any Error)?
        do {
            try batch.forEach { place in
                guard !isComplete else { return }
                row.removeAll(keepingCapacity: true)
                if hasColumns {
                    row = JSONValue.object(columns.select(from: try RowValue.object(place, of: batch))).serialized()
                } else if keepsAnnotations {
                    row.append(contentsOf: batch[place])
                } else {
                    try RowScanner.appendWithoutAnnotations(place, of: batch, to: &row)
                }
                do { try program.run(on: row[...]) { results.append($0) } } catch let error as JQError {
                    failure = try end(error, row: count + place + 1)
                    isComplete = true
                }
            }
        } catch let error as RowError {
            failure = error
        }
        count += batch.count
        if let failure { throw TransformFailure(rows: results.batch, cause: failure) }
        return results.batch
    }

    /// What an error of the program means; `halt` is none.
    private func end(_ error: JQError, row: Int) throws -> (any Error)? {
        switch error {
        case .failed(let text):
            CommandError(
                .failed,
                "--jq: \(text)",
                details: ["at row \(row)"],
                repair: expectsList ? "--jq sees one row after the other: write .Name instead of .[].Name" : nil
            )
        case .halted(let status, let message):
            status == 0 && message.isEmpty
                ? nil
                : CommandError(
                    .failed,
                    "--jq: the expression ended the listing",
                    details: [message].filter { !$0.isEmpty } + ["at row \(row)"]
                )
        case .noLibrary, .noProgram: error
        }
    }

    /// Results as rows.
    private struct Results {
        private var bytes: [UInt8] = []
        private var ranges: [Range<Int>] = []

        mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
            let start = bytes.count
            bytes.append(contentsOf: text)
            ranges.append(start..<bytes.count)
        }

        var batch: RowBatch { RowBatch(bytes: bytes, ranges: ranges) }
    }
}
