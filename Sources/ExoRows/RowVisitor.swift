/// What happens while a row is walked.
protocol RowVisitor {
    /// A member begins.
    ///
    /// - Parameters:
    ///   - name: Where its name is, without quotes.
    ///   - delimiter: Where the bracket or comma before it is.
    ///   - colon: Where the colon is.
    ///   - level: 1 for a member of the row itself.
    ///   - isAnnotation: Whether the name contains an at sign.
    mutating func memberBegins(name: Range<Int>, delimiter: Int, colon: Int, level: Int, isAnnotation: Bool)

    /// A member ends.
    ///
    /// - Parameters:
    ///   - end: Where the comma or bracket after it is.
    ///   - level: As at its begin.
    ///   - isLast: Whether a bracket follows.
    mutating func memberEnds(at end: Int, level: Int, isLast: Bool)
}
