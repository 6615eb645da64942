import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// How an organization calls distribution groups that people make: words before and behind, and words that no name has.
///
/// That the attributes of an application, which has none, are nothing in a name is a guess.
struct GroupNamingPolicy {
    /// The switch of who names a group otherwise.
    static let exemption = "IgnoreNamingPolicy"
    private static let longest = 64

    private let policy: String
    private let blocked: [String]
    private let caller: ExchangeObject?

    /// - Returns: `nil` where no policy holds for a call.
    init?(_ call: BoundCall, _ scope: CallScope) throws {
        guard !call.isOn(Self.exemption), let organization = try scope.objects.objects(of: .organization).first else {
            return nil
        }
        policy = organization.text("DistributionGroupNamingPolicy") ?? ""
        blocked = organization.texts("DistributionGroupNameBlockedWordsList").filter { !$0.isEmpty }
        guard !policy.isEmpty || !blocked.isEmpty else { return nil }
        caller = try scope.ownRecipient()
    }

    /// A name as the policy has it; what of it is blocked is said in words of the emulator's own.
    ///
    /// - Throws: ``AdminAPIError`` for a blocked word, and for a name that becomes too long.
    func name(_ name: String) throws -> String {
        let lower = name.lowercased()
        if let word = blocked.first(where: { lower.contains($0.lowercased()) }) {
            throw Self.invalid(
                "The group name contains the word \"\(word)\", which is blocked in your organization. Please rename your "
                    + "group."
            )
        }
        let whole = policy.isEmpty ? name : applied(to: name).trimmingBlanks
        guard whole.count <= Self.longest else {
            throw AdminAPIError.recipientTask(
                "The name \"\(whole)\", which the group naming policy makes, is longer than \(Self.longest) characters."
            )
        }
        return whole
    }

    private func applied(to name: String) -> String {
        Self.parts(of: policy).map { part in
            switch part {
            case .text(let text): text
            case .attribute(let attribute): value(of: attribute, name)
            }
        }.joined()
    }

    private func value(of attribute: String, _ name: String) -> String {
        // Policies of before may have what is no attribute.
        guard let property = Self.attributes[attribute.lowercased()] else { return "" }
        switch property {
        case Self.groupName: return name
        // Whether the service has letters or a number here is a guess.
        case "CountryCode": return caller?.text("CountryOrRegion").flatMap(Countries.code) ?? ""
        // That several values stand with commas between them is a guess.
        default: return caller?.texts(property).joined(separator: ", ") ?? ""
        }
    }
}

// MARK: What a policy consists of

extension GroupNamingPolicy {
    private enum Part {
        case text(String)
        /// What stands in angle brackets.
        case attribute(String)
    }

    private static let groupName = "GroupName"
    /// The attributes that the pages on naming policies have, in small letters, with the properties of whoever makes a group.
    ///
    /// See https://learn.microsoft.com/exchange/recipients-in-exchange-online/manage-distribution-groups/create-group-naming-policy
    /// and https://learn.microsoft.com/powershell/module/exchangepowershell/set-organizationconfig.
    private static let attributes: [String: String] = {
        let names =
            [
                groupName, "City", "Company", "CountryCode", "CountryOrRegion", "Department", "Office",
                "StateOrProvince", "Title",
            ]
            + (1...15).map { "CustomAttribute\($0)" } + (1...5).map { "ExtensionCustomAttribute\($0)" }
        return Dictionary(uniqueKeysWithValues: names.map { ($0.lowercased(), $0) })
    }()

    /// Takes a policy apart; two brackets are one that is meant.
    private static func parts(of policy: String) -> [Part] {
        var parts: [Part] = []
        var text = ""
        var rest = policy[...]
        while let character = rest.first {
            if rest.hasPrefix("<<") || rest.hasPrefix(">>") {
                text.append(character)
                rest = rest.dropFirst(2)
            } else if character == "<", let end = rest.firstIndex(of: ">") {
                parts += [.text(text), .attribute(String(rest[rest.index(after: rest.startIndex)..<end]))]
                text = ""
                rest = rest[rest.index(after: end)...]
            } else {
                text.append(character)
                rest = rest.dropFirst()
            }
        }
        return parts + [.text(text)]
    }

    /// Refuses a policy by which groups would be called otherwise than its words say; the words are a guess.
    ///
    /// - Throws: ``AdminAPIError`` for an attribute that there is not, and where the group's own name does not stand once.
    static func check(_ policy: String) throws {
        let named = parts(of: policy).compactMap { part in
            if case .attribute(let name) = part { name } else { nil }
        }
        if let unknown = named.first(where: { attributes[$0.lowercased()] == nil }) {
            throw invalid("\"<\(unknown)>\" isn't an attribute that a group naming policy can have.")
        }
        guard named.count(where: { $0.lowercased() == groupName.lowercased() }) == 1 else {
            throw invalid("A group naming policy must contain \"<\(groupName)>\" once.")
        }
    }

    private static func invalid(_ message: String) -> AdminAPIError {
        AdminAPIError(exceptionType: "Microsoft.Exchange.Data.DataValidationException", message: message)
    }
}

extension BoundCall {
    /// The call with the names that the organization's policy makes of those in it, which Set-DistributionGroup follows alone.
    ///
    /// - Throws: ``AdminAPIError``.
    func followingNamingPolicy(_ scope: CallScope) throws -> BoundCall {
        guard facts.name == "Set-DistributionGroup", let policy = try GroupNamingPolicy(self, scope) else {
            return self
        }
        var call = self
        call.parameters = try parameters.map { parameter in
            guard ["DisplayName", "Name"].contains(parameter.name), let text = parameter.value.text, !text.isEmpty
            else {
                return parameter
            }
            return (parameter.name, .value(.string(try policy.name(text))))
        }
        return call
    }
}
