import EmulatorCore

/// The items of mailboxes that bear a tag.
struct ContentExplorerHits {
    /// An item that bears the tag.
    struct Hit {
        let mailbox: ExchangeObject
        /// How many items of the mailbox stand before it.
        let number: Int
        let folder: MailboxFolder
        let item: MailboxItem
        let findings: [SensitiveFinding]
    }

    private let tag: ContentExplorerTag
    private let classifier: SensitiveClassifier
    private let labels: AppliedLabels
    private let store: ContentStore

    /// - Throws: ``AdminAPIError`` for a query of a label that is none; `DatabaseError`.
    init(of tag: ContentExplorerTag, _ scope: CallScope) throws {
        self.tag = tag
        classifier = try SensitiveClassifier(scope)
        labels = try AppliedLabels(scope)
        store = ContentStore(scope)
    }

    /// Goes through them, mailbox by mailbox.
    ///
    /// - Parameters:
    ///   - mailboxes: Where they are.
    ///   - visit: Called with each; answers whether there are more wanted.
    /// - Throws: `DatabaseError`.
    func forEach(in mailboxes: [ExchangeObject], visit: (Hit) -> Bool) throws {
        if case .nothing = tag { return }
        // Many items are about the same.
        var known: [String: [SensitiveFinding]] = [:]
        for mailbox in mailboxes {
            let content = MailboxContent(mailbox, in: store)
            var number = 0
            for folder in try content.folders() where folder.isVisible && folder.items > 0 {
                for item in try content.items(in: folder.path) {
                    let findings = known[item.subject] ?? classifier.findings(in: item.subject)
                    known[item.subject] = findings
                    let label = { labels.label(of: item, in: folder, mailbox, findings) }
                    guard tag.isOn(findings, label) else { continue }
                    let hit = Hit(mailbox: mailbox, number: number, folder: folder, item: item, findings: findings)
                    guard visit(hit) else { return }
                    number += 1
                }
            }
        }
    }

    /// The label of an item, `nil` for none.
    func label(of hit: Hit) -> ExchangeObject? { labels.label(of: hit.item, in: hit.folder, hit.mailbox, hit.findings) }
}
