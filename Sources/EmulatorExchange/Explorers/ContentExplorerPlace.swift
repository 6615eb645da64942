import EmulatorCore
import ExoJSON

/// Where an export of content explorer goes on, and how much there was when it began.
struct ContentExplorerPlace: Sendable {
    /// The place of the mailbox among all objects.
    private(set) var mailbox: Int64 = 0
    /// How many hits in it were given.
    private var hits: Int64 = 0
    /// All hits, `nil` before the first page.
    let total: Int64?

    /// Takes up what a mark holds, or begins.
    init(_ json: JSONValue?) {
        guard let mailbox = json?["mailbox"]?.integerValue, let hits = json?["hits"]?.integerValue,
            let total = json?["total"]?.integerValue
        else {
            total = nil
            return
        }
        (self.mailbox, self.hits, self.total) = (mailbox, hits, total)
    }

    /// The place behind a hit, of so many.
    init(behind hit: ContentExplorerHits.Hit, of total: Int64) {
        (mailbox, hits) = (hit.mailbox.sequence, Int64(hit.number + 1))
        self.total = total
    }

    /// Whether a hit was given before.
    func isBehind(_ hit: ContentExplorerHits.Hit) -> Bool {
        hit.mailbox.sequence == mailbox && Int64(hit.number) < hits
    }

    var json: JSONValue {
        ["mailbox": .integer(mailbox), "hits": .integer(hits), "total": total.map { .integer($0) } ?? .null]
    }
}
