import EmulatorCore

/// The names that the service derives from a tenant and a forest, the same for all objects of the tenant.
package struct TenantNames: Sendable {
    package let tenantID: String
    /// The onmicrosoft.com name.
    package let initialDomain: String

    /// The forest of every emulated tenant.
    static let forest = "EURPR01A001.PROD.OUTLOOK.COM"
    /// The domain controller that error texts name.
    static let domainController = "AM0PR01A01DC001.\(forest)"
    /// The mailbox server.
    package static let server = "AM0PR01MB0001"
    static let database = "EURPR01DG001-db001"
    static let databaseGuid = SeedIdentifier.make("database", database)
    static let administrativeGroup = "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)"

    init(_ tenant: TenantRecord) {
        tenantID = tenant.id
        initialDomain = tenant.initialDomain
    }

    /// The tenant's folder, written as a path.
    var organizationalUnit: String { "\(Self.forest)/Microsoft Exchange Hosted Organizations/\(initialDomain)" }

    var organizationID: String {
        "\(organizationalUnit) - \(Self.forest)/ConfigurationUnits/\(initialDomain)/Configuration"
    }

    /// The end of every distinguished name of the tenant's recipients.
    var recipientContainer: String {
        "OU=\(initialDomain),OU=Microsoft Exchange Hosted Organizations,\(Self.domainComponents)"
    }

    /// The end of every distinguished name of the tenant's settings.
    var configurationContainer: String {
        "CN=Configuration,CN=\(initialDomain),CN=ConfigurationUnits,\(Self.domainComponents)"
    }

    static var domainComponents: String {
        forest.split(separator: ".").map { "DC=\($0)" }.joined(separator: ",")
    }

    /// The distinguished name of an object.
    func distinguishedName(of object: ExchangeObject) -> String {
        switch object.objectClass {
        case .recipient: return distinguishedName(ofRecipient: object.name)
        case .acceptedDomain:
            let name = Self.escaped(object.name)
            return "CN=\(name),CN=Accepted Domains,CN=Transport Settings,\(configurationContainer)"
        case .organization: return configurationContainer
        case .setting(let noun): return "CN=\(Self.escaped(object.name)),CN=\(noun),\(configurationContainer)"
        }
    }

    /// The distinguished name of a recipient, or of a group without mail.
    func distinguishedName(ofRecipient name: String) -> String { "CN=\(Self.escaped(name)),\(recipientContainer)" }

    /// What is left of an identity when the tenant's place in front of a name is taken away: of a canonical name the short
    /// one, of `domain\user` the user.
    func withoutPlace(_ identity: String) -> String {
        let text = identity.lowercased()
        let unit = organizationalUnit.lowercased() + "/"
        if text.hasPrefix(unit) { return "\(initialDomain)/\(text.dropFirst(unit.count))" }
        let parts = text.split(separator: "\\", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return text }
        let labels = [initialDomain, Self.forest.lowercased()].map { $0.prefix { $0 != "." } }
        return labels.contains(parts[0].prefix { $0 != "." }) ? String(parts[1]) : text
    }

    /// The name by which texts of the service call an object: the tenant, a slash, the name.
    func title(of object: ExchangeObject) -> String {
        object.objectClass == .recipient ? "\(initialDomain)/\(object.name)" : object.name
    }

    /// A name in a distinguished name (RFC 4514 section 2.4).
    private static func escaped(_ name: String) -> String {
        var text = ""
        for character in name {
            if ",+\"\\<>;=".contains(character) { text.append("\\") }
            text.append(character)
        }
        return text
    }
}
