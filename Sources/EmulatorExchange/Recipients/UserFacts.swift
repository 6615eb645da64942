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
        ("StreetAddress", "streetAddress", false),
    ]

    /// Facts that each side has in a form of its own.
    static let ownForms = ["UsageLocation"] + customAttributes.map(\.property)

    private static let customAttributes = (1...15).map {
        (property: "CustomAttribute\($0)", member: "extensionAttribute\($0)")
    }

    /// The member that holds the custom attributes.
    private static let attributes = "onPremisesExtensionAttributes"

    /// A document with what an object has in a form of its own.
    static func document(_ text: String, following draft: ObjectDraft) throws -> String {
        var text = text
        if draft.changes("UsageLocation") {
            let code = draft.object.text("UsageLocation").flatMap(Countries.code)
            text = try document(text, with: "usageLocation", code.map { .string($0) } ?? .null)
        }
        let changed = customAttributes.filter { draft.changes($0.property) }
        guard !changed.isEmpty else { return text }
        var kept = try JSONValue(parsing: text)[attributes]?.objectValue ?? [:]
        for (property, member) in changed {
            let value = draft.object.text(property).flatMap { $0.isEmpty ? nil : JSONValue.string($0) }
            kept[member] = value ?? .null
        }
        return try document(text, with: attributes, .object(kept))
    }

    /// What a document of the directory says, by Exchange's properties in Exchange's form.
    private static func ownForms(of document: JSONValue?) -> [String: String] {
        var found: [String: String] = [:]
        found["UsageLocation"] = document?["usageLocation"]?.stringValue.flatMap(Countries.name)
        guard let kept = document?[attributes] else { return found }
        for (property, member) in customAttributes { found[property] = kept[member]?.stringValue }
        return found
    }

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
        let oldForms = ownForms(of: old)
        let newForms = ownForms(of: new)
        for property in ownForms { note(property, oldForms[property], newForms[property]) }
        for property in ["UserPrincipalName", "WindowsLiveID", "MicrosoftOnlineServicesID"] {
            note(property, before?.userPrincipalName, after.userPrincipalName)
        }
        if before?.accountEnabled != after.accountEnabled {
            found.append(("AccountDisabled", .bool(!after.accountEnabled)))
        }
        return found
    }
}
