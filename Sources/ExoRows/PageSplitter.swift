internal import CByteMasks
internal import ExoJSON

/// Takes a page apart while it arrives: rows as soon as they are complete, everything else at the end.
///
/// Rows are the elements of the top-level member `value`, or that member itself when it is an object. Members may stand in any
/// order. Memory is bounded by one row and one part. Inside a row strings and brackets are followed, and most rows are
/// checked on the way; ``RowScanner``, ``ColumnReader`` and `JSONValue` check the others when they are used. An error is thrown only after the rows before it
/// have been handed out.
package struct PageSplitter: Sendable {
    /// How deep a row may nest, as in System.Text.Json, which writes these pages.
    package static let maximumDepth = 64

    private enum Mode { case start, envelope, elements, row, text, literal, end }
    private enum Expected { case elementOrEnd, element, separator }

    private let maximumRow: Int

    private var mode = Mode.start
    private var marks = 0
    private var envelope: EnvelopeReader
    /// Whether the next byte of a text that is a row follows a backslash.
    private var escaped = false

    private var expected = Expected.elementOrEnd
    private var isSingle = false
    /// The row under way, as far as it was read.
    private var pending: [UInt8] = []
    /// Where the row begins in the part at hand; below 0 by as much of it as came before.
    private var rowStart = 0
    /// Where the row's blocks begin among those of this part; -1 where the row began in another.
    private var rowBlocks = -1
    private var tracker = RowTracker(opening: .openBrace)

    /// What was found of the rows of this part.
    private var tokens: [RowTokens] = []
    /// The rows of this part that may need mending.
    private var suspects: [Int] = []
    private var delivered = 0
    private var failure: PageError?

    /// Makes a splitter.
    ///
    /// - Parameters:
    ///   - maximumEnvelope: The most bytes that may stand outside the rows.
    ///   - maximumRow: The most bytes of one row.
    package init(maximumEnvelope: Int = 1 << 20, maximumRow: Int = 64 << 20) {
        envelope = EnvelopeReader(maximum: maximumEnvelope)
        self.maximumRow = maximumRow
    }

    /// Takes the next part of the page.
    ///
    /// - Parameter part: Any number of bytes.
    /// - Returns: The rows that are complete now, or `nil` when there is none.
    /// - Throws: ``PageError`` `malformed`.
    package mutating func consume(_ part: consuming [UInt8]) throws -> RowBatch? {
        if let failure { throw failure }
        var bytes = part
        var begun = pending
        pending = []
        var place = 0
        if mode != .row, !begun.isEmpty {
            // A value that is no row is short, and is read from its first byte.
            place = begun.count
            begun.append(contentsOf: bytes)
            bytes = begun
            begun = []
        }
        rowStart = -begun.count
        rowBlocks = -1
        suspects = []
        tokens = []
        var rows: [Range<Int>] = []
        var blocks: [TokenBlock] = []
        do {
            // Of rows shorter than half a block not all may find room, and are read again when they are used.
            blocks = try unsafe [TokenBlock](unsafeUninitializedCapacity: bytes.count / 32 + 64) { buffer, count in
                var writer = unsafe TokenWriter(buffer)
                defer { count = unsafe writer.count }
                // The pointers are used inside the call only.
                try unsafe bytes.withUnsafeBufferPointer { try unsafe split($0, from: place, into: &rows, &writer) }
            }
            if mode == .row || mode == .text || mode == .literal {
                guard bytes.count - rowStart <= maximumRow else {
                    throw PageError.malformed("a row is longer than \(maximumRow) bytes")
                }
                if rowStart < 0 {
                    begun.append(contentsOf: bytes)
                    pending = begun
                } else {
                    pending = rowStart == 0 ? bytes : Array(bytes[rowStart...])
                }
            }
        } catch let found as PageError {
            failure = found
            // The blocks are lost with the error; the rows are read again when they are used.
            tokens = []
            if rows.isEmpty { throw found }
        }
        guard let first = rows.first else { return nil }
        delivered += rows.count
        if first.lowerBound < 0 {
            // The row that began before stands behind the others, so that these stay where they are.
            let rest = bytes[..<first.upperBound]
            rows[0] = bytes.count..<bytes.count + begun.count + rest.count
            begun.append(contentsOf: rest)
            bytes.append(contentsOf: begun)
        }
        return mended(RowBatch(bytes: bytes, ranges: rows, tokens: tokens, blocks: blocks))
    }

    /// The rows, those mended that are no good as they stand.
    private func mended(_ rows: RowBatch) -> RowBatch {
        var batch = rows
        if !rows.isUTF8 {
            for place in rows.indices { batch.mend(place) }
        } else {
            for place in suspects { batch.mend(place) }
        }
        return batch
    }

    /// Ends the page.
    ///
    /// - Returns: What stood outside the rows.
    /// - Throws: ``PageError``: `empty`, `cutOff` when the end is missing, `malformed`.
    package func finish() throws -> PageFrame {
        if let failure { throw failure }
        if mode == .start, marks == 0 || marks == 3 { throw PageError.empty }
        guard mode == .end else { throw PageError.cutOff(rowsDelivered: delivered) }
        guard let members = try Self.value(envelope.text[...]).value.objectValue else {
            throw PageError.malformed("the text is not an object")
        }
        if !envelope.hasValue, let value = members.value(ignoringCase: "value"),
            value.arrayValue != nil || value.objectValue != nil
        {
            throw PageError.malformed("the member value is spelt with escapes")
        }
        return PageFrame(members: members, hasRows: envelope.hasValue, text: envelope.text)
    }

    private mutating func split(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        into rows: inout [Range<Int>],
        _ writer: inout TokenWriter
    ) throws {
        guard let base = bytes.baseAddress else { return }
        var place = start
        while place < bytes.count {
            switch mode {
            case .row:
                if place == rowStart + 1 { rowBlocks = unsafe writer.isFull ? -1 : writer.count }
                guard let end = try unsafe tracker.endOfRow(base, from: place, count: bytes.count, &writer) else {
                    return
                }
                if tracker.isSuspect { suspects.append(rows.count) }
                finishElement(
                    at: end,
                    into: &rows,
                    RowTokens(
                        start: unsafe writer.isFull ? -1 : rowBlocks,
                        isBroken: tracker.isBroken,
                        hasLineBreaks: tracker.hasLineBreaks,
                        isChecked: tracker.isChecked
                    )
                )
                place = end
            case .elements: unsafe try readBetweenElements(base[place], at: &place)
            case .text, .literal: try unsafe readScalar(bytes, at: &place, into: &rows)
            case .envelope: unsafe try readEnvelope(base[place], at: &place)
            case .start: unsafe try readStart(base[place], at: &place)
            case .end:
                guard unsafe base[place].isBlank else { throw PageError.malformed("text after the end of the page") }
                place += 1
            }
        }
    }

    private mutating func readStart(_ byte: UInt8, at place: inout Int) throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if marks < 3, marks > 0 || byte == mark[0] {
            guard byte == mark[marks] else { throw PageError.malformed("the text is not JSON") }
            marks += 1
        } else if byte.isBlank {
            marks = 3
        } else {
            guard byte == .openBrace else { throw PageError.malformed("the text is not a JSON object") }
            mode = .envelope
            return
        }
        place += 1
    }

    private mutating func readEnvelope(_ byte: UInt8, at place: inout Int) throws {
        switch try envelope.read(byte) {
        case .part: break
        case .end: mode = .end
        case .value:
            isSingle = byte == .openBrace
            mode = .elements
            expected = .elementOrEnd
            if isSingle { beginRow(byte, at: place) }
        }
        place += 1
    }

    private mutating func readBetweenElements(_ byte: UInt8, at place: inout Int) throws {
        switch byte {
        case _ where byte.isBlank: break
        case .comma:
            guard expected == .separator else { throw PageError.malformed("a comma where a row should stand") }
            expected = .element
        case .closeBracket:
            guard expected != .element else { throw PageError.malformed("a comma after the last row") }
            mode = .envelope
        default:
            guard expected != .separator else { throw PageError.malformed("no comma between two rows") }
            beginRow(byte, at: place)
        }
        place += 1
    }

    /// Begins an element whose first byte, which is read herewith, stands there.
    private mutating func beginRow(_ byte: UInt8, at place: Int) {
        rowStart = place
        switch byte {
        case .openBrace, .openBracket:
            mode = .row
            tracker = RowTracker(opening: byte)
        case .quote:
            mode = .text
            escaped = false
        default: mode = .literal
        }
    }

    private mutating func finishElement(
        at end: Int,
        into rows: inout [Range<Int>],
        _ found: RowTokens = .unknown
    ) {
        rows.append(rowStart..<end)
        tokens.append(found)
        rowBlocks = -1
        expected = .separator
        mode = .elements
        if isSingle { mode = .envelope }
    }

    private mutating func readScalar(
        _ bytes: UnsafeBufferPointer<UInt8>,
        at place: inout Int,
        into rows: inout [Range<Int>]
    ) throws {
        let byte = unsafe bytes[place]
        if mode == .text {
            place += 1
            guard !escaped, byte == .quote else {
                escaped = !escaped && byte == .backslash
                return
            }
        } else if !byte.isBlank, byte != .comma, byte != .closeBracket {
            place += 1
            return
        }
        let text = unsafe Array(bytes[rowStart..<place])
        if try Self.value(text[...]).isMended { suspects.append(rows.count) }
        finishElement(at: place, into: &rows)
    }

    /// A part of the page as a value, mended where that is needed.
    private static func value(_ text: ArraySlice<UInt8>) throws -> (value: JSONValue, isMended: Bool) {
        do {
            do { return (try JSONValue(parsing: text), false) } catch let error as JSONError {
                guard let mended = JSONRepair.mended(text) else { throw error }
                return (try JSONValue(parsing: mended.text), true)
            }
        } catch let error as JSONError {
            throw PageError.malformed(error.message)
        }
    }
}
