import ExoJSON

/// A recipient as filters of adaptive scopes see it: by what Get-Recipient shows of it, and Get-Mailbox beside that.
struct ScopedRecipient: FilterSubject {
    private let recipient: ObjectRow
    private let mailbox: ObjectRow

    init(_ object: ExchangeObject, _ scope: CallScope) {
        let names = scope.objects.names
        recipient = RowBuilder(view: .recipient, names: names).row(object)
        mailbox = RowBuilder(view: .mailbox, names: names).row(object)
    }

    func filterValue(_ property: String) -> JSONValue? {
        recipient.filterValue(property) ?? mailbox.filterValue(property)
    }

    func filterDate(_ property: String) -> ServiceDate? {
        recipient.filterDate(property) ?? mailbox.filterDate(property)
    }
}
