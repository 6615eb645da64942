internal import ExoRows
internal import ExoTransport

/// A page of which the beginning was read, so that it is known to be one.
struct OpenedPage: Sendable {
    /// What reads on.
    var reader: PageReader
    /// What was read and not used yet: the first rows, or the page's end.
    var first: PageReader.Event?
    /// The address that it came from.
    let address: ServiceURL

    /// Reads the beginning of a page.
    ///
    /// - Throws: ``ServiceRefusal``; `TransportError` when the response ends before anything of use.
    static func read(
        _ response: ReceivedResponse,
        from address: ServiceURL,
        isRead: Bool
    ) async throws -> OpenedPage {
        var reader = PageReader(response, isRead: isRead)
        do {
            while true {
                let event = try await reader.next()
                if case .nothing = event { continue }
                return OpenedPage(reader: reader, first: event, address: address)
            }
        } catch let error as PageError {
            let what = error == .empty ? "the reply is empty" : "the page has no end"
            throw TransportError(code: .bodyCutOff, message: what, mayHaveBeenSent: true)
        }
    }
}
