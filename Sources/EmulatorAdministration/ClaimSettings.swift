package import EmulatorCore
import ExoJSON

/// What a registration says about the claims of tokens: `optionalClaims` and `groupMembershipClaims`.
package struct ClaimSettings: Sendable {
    /// A kind of token that a registration speaks of.
    package enum Token: String, Sendable, CaseIterable {
        case id = "idToken"
        case access = "accessToken"
        case saml = "saml2Token"
    }

    /// Groups and roles that tokens name.
    package enum Membership: String, Sendable, CaseIterable {
        case none = "None"
        case security = "SecurityGroup"
        case role = "DirectoryRole"
        /// Groups that are assigned to the application.
        case application = "ApplicationGroup"
        case all = "All"
    }

    /// A claim that was asked for.
    package struct Claim: Sendable {
        package let name: String
        /// How its value differs from the usual one.
        package let properties: Set<String>
    }

    /// Claims of the service's own that were asked for; those of extensions do not exist here.
    package let claims: [Claim]
    package let memberships: Set<Membership>

    /// Reads a registration; none asks for nothing.
    ///
    /// - Parameters:
    ///   - application: The registration.
    ///   - token: The kind of token.
    /// - Throws: `JSONError` when what is stored is damaged.
    package init(_ application: ApplicationRecord?, for token: Token) throws {
        let document = try JSONValue(parsing: application?.document ?? "{}")
        claims = (document["optionalClaims"]?[token.rawValue]?.arrayValue ?? []).compactMap { claim in
            guard claim["source"]?.stringValue == nil, let name = claim["name"]?.stringValue else { return nil }
            let properties = claim["additionalProperties"]?.arrayValue ?? []
            return Claim(name: name, properties: Set(properties.compactMap(\.stringValue)))
        }
        memberships = Self.memberships(document["groupMembershipClaims"]?.stringValue ?? "") ?? []
    }

    /// What was asked about a claim; `nil` when it was not asked for.
    package subscript(name: String) -> Claim? { claims.first { $0.name == name } }

    /// The groups and roles that a text names, several with commas between them; `nil` when it names something else.
    private static func memberships(_ text: String) -> Set<Membership>? {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        let found = words.compactMap { Membership(rawValue: $0) }
        return found.count == words.count ? Set(found) : nil
    }

    /// Checks what a registration is to say.
    ///
    /// - Throws: ``AdministrationError`` that names the property.
    static func check(_ document: String, of resource: String) throws {
        let document = try JSONValue(parsing: document)
        switch document["groupMembershipClaims"] {
        case nil, .null: break
        case .string(let text) where memberships(text)?.isEmpty == false: break
        default: throw AdministrationError.invalid("groupMembershipClaims", of: resource)
        }
        guard let asked = document["optionalClaims"], asked != .null else { return }
        guard let object = asked.objectValue else { throw AdministrationError.invalid("optionalClaims", of: resource) }
        for member in object.members where !member.name.hasPrefix("@") && member.value != .null {
            let claims = member.value.arrayValue
            guard Token(rawValue: member.name) != nil, let claims,
                claims.allSatisfy({ $0["name"]?.stringValue?.isEmpty == false })
            else { throw AdministrationError.invalid("optionalClaims", of: resource) }
        }
    }
}
