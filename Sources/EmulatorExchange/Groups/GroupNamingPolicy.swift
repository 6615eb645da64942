import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// How an organization calls distribution groups that people make: words before and behind, and words that no name has.
///
/// An application has no attributes, and so names groups as it likes.
struct GroupNamingPolicy {
    /// The switch of who names a group otherwise.
    static let exemption = "IgnoreNamingPolicy"
    private static let longest = 64

    private let policy: String
    private let blocked: [String]
    private let caller: ExchangeObject

    /// - Returns: `nil` where no policy holds for a call.
    init?(_ call: BoundCall, _ scope: CallScope) throws {
        guard !call.isOn(Self.exemption), let organization = try scope.objects.objects(of: .organization).first else {
            return nil
        }
        policy = organization.text("DistributionGroupNamingPolicy") ?? ""
        blocked = organization.texts("DistributionGroupNameBlockedWordsList").filter { !$0.isEmpty }
        guard !policy.isEmpty || !blocked.isEmpty, let caller = try scope.ownRecipient() else { return nil }
        self.caller = caller
    }

    /// A name as the policy has it; what of it is blocked is said in words of the emulator's own.
    ///
    /// - Throws: ``AdminAPIError`` for a blocked word, and for a name that becomes too long.
    func name(_ name: String) throws -> String {
        let lower = name.lowercased()
        if let word = blocked.first(where: { lower.contains($0.lowercased()) }) {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.DataValidationException",
                message: "The group name contains the word \"\(word)\", which is blocked in your organization. Please "
                    + "rename your group."
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

    /// The policy with values in the place of words in angle brackets; two brackets are one that is meant.
    private func applied(to name: String) -> String {
        var result = ""
        var rest = policy[...]
        while let character = rest.first {
            if rest.hasPrefix("<<") || rest.hasPrefix(">>") {
                result.append(character)
                rest = rest.dropFirst(2)
            } else if character == "<", let end = rest.firstIndex(of: ">") {
                result += value(of: String(rest[rest.index(after: rest.startIndex)..<end]), name)
                rest = rest[rest.index(after: end)...]
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    private func value(of attribute: String, _ name: String) -> String {
        switch attribute {
        case "GroupName": name
        // Whether the service has letters or a number here is a guess.
        case "CountryCode": caller.text("CountryOrRegion").flatMap(Countries.code) ?? ""
        default: caller.text(attribute) ?? caller.texts(attribute).first ?? ""
        }
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
