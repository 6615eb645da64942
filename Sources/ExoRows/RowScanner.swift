/// Copies rows without what OData adds to them.
package enum RowScanner {
    /// Appends a row without members whose name contains an at sign, at any level, and without line breaks outside strings.
    ///
    /// Everything else is copied as it stands.
    /// - Parameters:
    ///   - place: Which row.
    ///   - batch: The rows.
    ///   - output: Where to append; unchanged when the row is refused.
    /// - Throws: ``PageError`` `malformed` when the row is not JSON.
    package static func appendWithoutAnnotations(_ place: Int, of batch: RowBatch, to output: inout [UInt8]) throws {
        try unsafe batch.withRow(place) { try unsafe appendWithoutAnnotations($0, $1, to: &output) }
    }

    static func appendWithoutAnnotations(
        _ text: UnsafeBufferPointer<UInt8>,
        _ tokens: (blocks: UnsafePointer<TokenBlock>, row: RowTokens)? = nil,
        to output: inout [UInt8]
    ) throws {
        if let row = unsafe CheckedRow(text, tokens) { return unsafe appendWithoutAnnotations(row, to: &output) }
        let start = output.count
        var visitor = unsafe AnnotationFilter(text: text, output: output)
        output = []
        defer { output = unsafe visitor.output }
        do {
            let hasLineBreaks = try unsafe RowWalker.walk(text, tokens, &visitor)
            unsafe visitor.finish()
            guard hasLineBreaks else { return }
            // Inside strings line breaks were refused, so every one that is left stands outside.
            let kept = unsafe visitor.output[start...].filter { $0 != .lineFeed && $0 != .carriageReturn }
            unsafe visitor.output.replaceSubrange(start..., with: kept)
        } catch {
            unsafe visitor.output.removeSubrange(start...)
            throw error
        }
    }

    private static func appendWithoutAnnotations(_ row: CheckedRow, to output: inout [UInt8]) {
        let text = unsafe row.text
        /// Where the stretch begins that was not yet copied.
        var start = 0
        unsafe row.forEachAnnotation { delimiter, end in
            // The first member of its object that stays has no comma before it.
            let isFirst = unsafe text[delimiter] == .openBrace || delimiter + 1 == start
            let stop = isFirst ? delimiter + 1 : delimiter
            unsafe output.append(contentsOf: text[start..<stop])
            start = unsafe isFirst && text[end] == .comma ? end + 1 : end
        }
        unsafe output.append(contentsOf: text[start...])
    }
}

/// Copies in stretches as long as possible, leaving out members that are annotations.
@unsafe
private struct AnnotationFilter: @unsafe RowVisitor {
    let text: UnsafeBufferPointer<UInt8>
    var output: [UInt8]
    /// Where the stretch begins that was not yet copied.
    private var start = 0
    /// The level of the annotation being left out, or 0.
    private var dropped = 0
    /// A bit a level: whether the object there has a member that stays.
    private var kept: UInt64 = 0

    init(text: UnsafeBufferPointer<UInt8>, output: [UInt8]) {
        unsafe self.text = unsafe text
        unsafe self.output = output
    }

    @inline(__always)
    mutating func memberBegins(name: Range<Int>, delimiter: Int, colon: Int, level: Int, isAnnotation: Bool) {
        guard unsafe dropped == 0 else { return }
        let isFirst = unsafe text[delimiter] == .openBrace
        if isFirst { unsafe setKept(level, false) }
        guard isAnnotation else { return unsafe setKept(level, true) }
        unsafe dropped = level
        unsafe copy(to: isFirst ? delimiter + 1 : delimiter)
    }

    @inline(__always)
    mutating func memberEnds(at end: Int, level: Int, isLast: Bool) {
        guard unsafe level == dropped else { return }
        unsafe dropped = 0
        unsafe start = unsafe isLast || isKept(level) ? end : end + 1
    }

    mutating func finish() { unsafe copy(to: text.count) }

    private func isKept(_ level: Int) -> Bool { unsafe kept >> UInt64(level - 1) & 1 == 1 }

    @inline(__always)
    private mutating func setKept(_ level: Int, _ flag: Bool) {
        let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: level &- 1)
        unsafe kept = unsafe flag ? kept | bit : kept & ~bit
    }

    @inline(__always)
    private mutating func copy(to end: Int) {
        if unsafe end > start { unsafe output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end])) }
    }
}
