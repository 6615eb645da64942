/// A program that shows rows a screen at a time.
package protocol Pager: ByteSink {
    /// Ends what it shows, and waits until the person has seen it.
    func close()
}
