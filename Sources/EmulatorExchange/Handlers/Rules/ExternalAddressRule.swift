import ExoJSON

/// `-ExternalEmailAddress`: where the mail of a contact or mail user goes, which is one of its addresses too.
struct ExternalAddressRule: ParameterRule {
    private static let property = "ExternalEmailAddress"

    func takes(_ parameter: String) -> Bool { parameter == Self.property }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        let bare = try Self.bare(value.text ?? "")
        let old = draft.object.text(Self.property)
        draft.object.properties[Self.property] = .string("SMTP:\(bare)")
        var addresses = ProxyAddresses(draft.object.texts("EmailAddresses"))
        let isPrimary = old.map { addresses.list.first?.lowercased() == $0.lowercased() } ?? addresses.list.isEmpty
        if addresses.list.isEmpty {
            try addresses.replace(with: ["SMTP:\(bare)"])
        } else {
            let gone = old.map { $0.lowercased() == "smtp:\(bare.lowercased())" ? [] : [$0] } ?? []
            try addresses.change(add: [(isPrimary ? "SMTP:" : "smtp:") + bare], remove: gone)
        }
        draft.store("EmailAddresses", .array(addresses.list.map { .string($0) }))
    }

    /// An address without its prefix.
    ///
    /// - Throws: ``AdminAPIError`` for what is none.
    static func bare(_ text: String) throws -> String {
        let bare = text.lowercased().hasPrefix("smtp:") ? String(text.dropFirst(5)) : text
        guard ProxyAddresses.isAddress(bare) else { throw ProxyAddresses.invalid(bare) }
        return bare
    }
}
