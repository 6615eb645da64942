/// Why a page could not be read to its end.
package enum PageError: Error, Sendable, Equatable {
    /// There was no text at all, or nothing but blanks.
    case empty
    /// The text is not a page of the service; the reason holds nothing of the text.
    case malformed(String)
    /// The text ended too early, after so many complete rows.
    case cutOff(rowsDelivered: Int)
}
