/// Takes bytes away.
package protocol ByteSink: Sendable {
    /// Writes all bytes.
    ///
    /// - Throws: ``OutputEnded`` when nobody reads any more, ``CommandError`` when writing fails.
    func write(_ bytes: [UInt8]) throws
}

/// Nobody reads the output any more, as with `exo … | head`; the command ends without a word.
package struct OutputEnded: Error, Sendable {
    package init() {}
}
