import ExoJSON

/// In which form mail goes to a contact or mail user: what the body and files of a Mac may be follows from the message.
///
/// See https://learn.microsoft.com/powershell/module/exchange/set-mailcontact; the words of the refusal are a guess.
struct MessageFormatRule: ParameterRule {
    private static let message = "MessageFormat"
    /// What goes with a message as plain text, and with one as MIME.
    private static let fitting: [String: [String: Set<String>]] = [
        "Text": ["MessageBodyFormat": ["Text"], "MacAttachmentFormat": ["BinHex", "UuEncode"]],
        "Mime": ["MacAttachmentFormat": ["BinHex", "AppleSingle", "AppleDouble"]],
    ]

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        let message = draft.value(Self.message).stringValue ?? "Mime"
        for (property, values) in Self.fitting[message] ?? [:]
        where draft.changes(property) || draft.changes(Self.message) {
            guard let value = draft.value(property).stringValue, !values.contains(value) else { continue }
            guard draft.changes(property) || draft.original.properties[.init(property)] != nil else {
                // What nobody chose follows the message.
                draft.object.properties[.init(property)] = values.first.map { .string($0) }
                continue
            }
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.DataValidationException",
                message: "The value \"\(value)\" of \(property) isn't valid when \(Self.message) is \"\(message)\"."
            )
        }
    }
}
