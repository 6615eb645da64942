import EmulatorCore
import ExoJSON

/// `-EmailAddresses`, and `-WindowsEmailAddress` or `-PrimarySmtpAddress`, which stand for the primary one of them.
struct ProxyAddressRule: ParameterRule {
    private static let property = "EmailAddresses"
    private static let primary = "PrimarySmtpAddress"

    func takes(_ parameter: String) -> Bool {
        [Self.property, Self.primary, "WindowsEmailAddress"].contains(parameter)
    }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        var addresses = ProxyAddresses(draft.object.texts(Self.property))
        switch value {
        case .delta(let add, let remove): try addresses.change(add: add, remove: remove)
        case .value(let value) where parameter != Self.property:
            guard let primary = value.stringValue, !primary.isEmpty else { return }
            try addresses.change(add: ["SMTP:\(primary)"], remove: [])
        case .value(.array(let elements)):
            guard !elements.isEmpty else { return }
            try addresses.replace(with: elements.compactMap(\.stringValue))
        case .value, .secret: try addresses.replace(with: [])
        }
        draft.store(Self.property, .array(addresses.list.map { .string($0) }))
    }

    /// Refuses the primary address beside the list that says which one is primary; the words are a guess.
    ///
    /// - Throws: ``AdminAPIError``.
    func check(_ call: BoundCall) throws {
        guard call[Self.property] != nil, let primary = call.text(Self.primary), !primary.isEmpty else { return }
        throw AdminAPIError.recipientTask(
            "You can't use the parameters \"\(Self.property)\" and \"\(Self.primary)\" in the same command."
        )
    }

    /// New addresses must be nobody else's, and in the organization's domains unless they lead out of it.
    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        let external = draft.object.text("ExternalEmailAddress")?.lowercased()
        let before = Set(draft.original.texts(Self.property).map { $0.lowercased() })
        for address in draft.object.texts(Self.property) where !before.contains(address.lowercased()) {
            let bare = String(address.drop { $0 != ":" }.dropFirst())
            if address.lowercased().hasPrefix("smtp:"), draft.object.typeDetails != "MailContact",
                external != "smtp:\(bare.lowercased())"
            {
                try scope.requireAcceptedDomain(of: bare)
            }
            guard let owner = try scope.objects.owner(ofProxy: address, besides: draft.object.guid) else { continue }
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Configuration.ObjectModel.ProxyAddressExistsException",
                message: "The proxy address \"\(address)\" is already being used by the proxy addresses or "
                    + "LegacyExchangeDN of \"\(scope.objects.names.title(of: owner))\". "
                    + "Please choose another proxy address."
            )
        }
    }
}

extension CallScope {
    /// Looks whether a domain is one of the organization's.
    ///
    /// - Throws: ``AdminAPIError`` when it is not.
    func requireAcceptedDomain(of address: String) throws {
        let domain = address.split(separator: "@").last.map(String.init) ?? ""
        let accepted = try context.directory.domains(of: tenant.id).map { $0.name.lowercased() }
        guard accepted.contains(domain.lowercased()) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Configuration.ObjectModel.NotAcceptedDomainException",
                message: "You can't use the domain \(domain) because it's not an accepted domain for your organization."
            )
        }
    }
}
