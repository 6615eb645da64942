/// A program that shows rows a screen at a time.
package protocol Pager: ByteSink {
    /// Ends what it shows, and waits until the person has seen it.
    ///
    /// - Returns: Whether there was a program to show it; without one nobody saw anything.
    func close() -> Bool
}
