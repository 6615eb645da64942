import ExoJSON

/// `-ForwardingSmtpAddress`, an address of anybody.
struct ForwardingAddressRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "ForwardingSmtpAddress" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard let address = value.text, !address.isEmpty else { return draft.store(parameter, .null) }
        let bare = address.lowercased().hasPrefix("smtp:") ? String(address.dropFirst(5)) : address
        guard ProxyAddresses.isAddress(bare) else { throw ProxyAddresses.invalid(bare) }
        draft.store(parameter, .string("smtp:\(bare)"))
    }
}
