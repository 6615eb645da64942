import EmulatorCore
import ExoJSON

/// What Exchange and the directory say of somebody in different words.
enum UserFacts {
    /// Facts that are columns of the directory.
    static var columns: [(property: String, member: WritableKeyPath<UserRecord, String?>)] {
        [
            ("FirstName", \.givenName), ("LastName", \.surname), ("Title", \.jobTitle), ("Department", \.department),
            ("Office", \.office), ("MobilePhone", \.mobilePhone), ("City", \.city), ("CountryOrRegion", \.country),
        ]
    }

    /// Facts that are members of the document that the directory keeps of somebody.
    static let members: [(property: String, member: String, isList: Bool)] = [
        ("Company", "companyName", false), ("Fax", "faxNumber", false), ("Phone", "businessPhones", true),
        ("PostalCode", "postalCode", false), ("StateOrProvince", "state", false),
        ("StreetAddress", "streetAddress", false), ("UsageLocation", "usageLocation", false),
    ]

    /// The addresses of a recipient that the directory shows.
    static func proxies(of object: ExchangeObject) -> JSONValue {
        .array(object.texts("EmailAddresses").filter { $0.lowercased().hasPrefix("smtp:") }.map { .string($0) })
    }

    /// A document with another value for one member.
    static func document(_ text: String, with member: String, _ value: JSONValue) throws -> String {
        var document = try JSONValue(parsing: text).objectValue ?? [:]
        document[member] = value.isNull ? Optional.none : .some(value)
        return JSONValue.object(document).text()
    }

    /// What of somebody differs, as Exchange's properties; null for what is gone.
    static func changes(from before: UserRecord?, to after: UserRecord) throws -> [(property: String, value: JSONValue)]
    {
        var found: [(property: String, value: JSONValue)] = []
        func note(_ property: String, _ old: String?, _ new: String?) {
            if old != new { found.append((property, new.map { JSONValue.string($0) } ?? .null)) }
        }
        note("DisplayName", before?.displayName, after.displayName)
        for fact in columns { note(fact.property, before?[keyPath: fact.member], after[keyPath: fact.member]) }
        let old = try before.map { try JSONValue(parsing: $0.document) }
        let new = try JSONValue(parsing: after.document)
        for fact in members {
            func text(_ document: JSONValue?) -> String? {
                let value = document?[fact.member]
                return fact.isList ? value?[0]?.stringValue : value?.stringValue
            }
            note(fact.property, text(old), text(new))
        }
        for property in ["UserPrincipalName", "WindowsLiveID", "MicrosoftOnlineServicesID"] {
            note(property, before?.userPrincipalName, after.userPrincipalName)
        }
        if before?.accountEnabled != after.accountEnabled {
            found.append(("AccountDisabled", .bool(!after.accountEnabled)))
        }
        return found
    }
}
