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
    /// The version of Exchange that the server runs.
    static let version = "15.20.7587.28"
    static let database = "EURPR01DG001-db001"
    static let databaseGuid = SeedIdentifier.make("database", database)
    static let administrativeGroup = "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)"

    /// The end of every distinguished name of the tenant's recipients.
    let recipientContainer: String
    /// The end of every distinguished name of the tenant's settings.
    let configurationContainer: String

    init(_ tenant: TenantRecord) {
        tenantID = tenant.id
        initialDomain = tenant.initialDomain
        recipientContainer = "OU=\(initialDomain),OU=Microsoft Exchange Hosted Organizations,\(Self.domainComponents)"
        configurationContainer =
            "CN=Configuration,CN=\(initialDomain),CN=ConfigurationUnits,\(Self.domainComponents)"
    }

    /// An identity without the organization that stands before its first backslash, `nil` where none does.
    func withoutOrganization(_ identity: String) -> String? {
        guard let backslash = identity.firstIndex(of: "\\") else { return nil }
        let organization = identity[..<backslash].lowercased()
        guard [tenantID, initialDomain].contains(where: { $0.lowercased() == organization }) else { return nil }
        return String(identity[identity.index(after: backslash)...])
    }

    /// The tenant's folder, written as a path.
    var organizationalUnit: String { "\(Self.forest)/Microsoft Exchange Hosted Organizations/\(initialDomain)" }

    var organizationID: String {
        "\(organizationalUnit) - \(Self.forest)/ConfigurationUnits/\(initialDomain)/Configuration"
    }

    private static let domainComponents = forest.split(separator: ".").map { "DC=\($0)" }.joined(separator: ",")

    /// The distinguished name of an object.
    func distinguishedName(of object: ExchangeObject) -> String {
        switch object.objectClass {
        case .recipient:
            guard object.state == .active else {
                return "CN=\(Self.escaped(object.name)),\(Self.deleted),\(recipientContainer)"
            }
            return distinguishedName(ofRecipient: object.name)
        case .acceptedDomain:
            let name = Self.escaped(object.name)
            return "CN=\(name),CN=Accepted Domains,CN=Transport Settings,\(configurationContainer)"
        case .organization: return configurationContainer
        case .setting(let noun):
            return "CN=\(Self.escaped(object.name)),\(container(ofSetting: noun))"
        }
    }

    /// The end of every distinguished name of a noun's settings.
    private func container(ofSetting noun: String) -> String {
        let place = SettingPlace.of(noun: noun)
        return place.isOfRecipients ? recipientContainer : "\(place.path),\(configurationContainer)"
    }

    /// Where recipients are that were deleted and can be had back, and inactive ones.
    static let deleted = "OU=\(deletedFolder)"
    static let deletedFolder = "Soft Deleted Objects"

    /// The identity that an object shows: its name, behind that of their folder for recipients that are gone.
    func identity(of object: ExchangeObject) -> String {
        guard object.objectClass == .recipient, object.state != .active else { return object.name }
        return "\(Self.deletedFolder)\\\(object.name)"
    }

    /// The name in an identity, in lower case, of a recipient that is gone; `nil` for another identity.
    func name(ofDeleted identity: String) -> String? {
        let folder = "\(Self.deletedFolder.lowercased())\\"
        return identity.hasPrefix(folder) ? String(identity.dropFirst(folder.count)) : nil
    }

    /// The distinguished name of a recipient, or of a group without mail.
    func distinguishedName(ofRecipient name: String) -> String { "CN=\(Self.escaped(name)),\(recipientContainer)" }

    /// The name that a distinguished name of an object of a class begins with, both in lower case; `nil` for what is none of
    /// the class.
    func name(inDistinguishedName text: String, of objectClass: ExchangeObject.Class) -> String? {
        guard text.hasPrefix("cn=") else { return nil }
        let end: String
        switch objectClass {
        case .recipient: end = recipientContainer
        case .acceptedDomain: end = "CN=Accepted Domains,CN=Transport Settings,\(configurationContainer)"
        case .organization: return text == configurationContainer.lowercased() ? initialDomain : nil
        case .setting(let noun): end = container(ofSetting: noun)
        }
        let lower = ",\(end.lowercased())"
        guard text.hasSuffix(lower) else { return nil }
        var name = ""
        var isEscaped = false
        var rest = text.dropFirst(3).dropLast(lower.count)
        if rest.hasSuffix(",\(Self.deleted.lowercased())") { rest = rest.dropLast(Self.deleted.count + 1) }
        for character in rest {
            isEscaped = character == "\\" && !isEscaped
            if !isEscaped { name.append(character) }
        }
        return name
    }

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
        guard name.utf8.contains(where: { ",+\"\\<>;=".utf8.contains($0) }) else { return name }
        var text = ""
        for character in name {
            if ",+\"\\<>;=".contains(character) { text.append("\\") }
            text.append(character)
        }
        return text
    }
}
