package import EmulatorCore
import ExoJSON

/// What Exchange keeps of one object: a recipient, an accepted domain, the organization, a setting.
package struct ExchangeObject: Sendable {
    /// What an object is, apart from its type.
    enum Class: Sendable, Equatable {
        case recipient
        case acceptedDomain
        case organization
        /// What the cmdlets of one noun keep.
        case setting(noun: String)
    }

    /// Whether the object is in use.
    enum State: String, Sendable {
        case active
        case softDeleted
        case inactive
    }

    /// The place among all objects, in the order of their making; 0 before it is stored.
    var sequence: Int64 = 0
    package var tenantID: String
    var objectClass: Class
    /// In lower case.
    var guid: String
    /// The guid of the object that it belongs to, empty where it stands by itself.
    var owner: String = ""
    var name: String
    /// The recipient type in detail (`SharedMailbox`); empty for what is no recipient.
    var typeDetails: String = ""
    var state = State.active
    var created: ServiceDate
    var changed: ServiceDate
    /// What differs from the noun's defaults, dates in UTC.
    var properties = JSONObject()

    /// The text of a property that was set.
    func text(_ name: String) -> String? { properties[name]?.stringValue }

    /// The texts of a property that was set.
    package func texts(_ name: String) -> [String] {
        switch properties[name] {
        case .array(let elements): elements.compactMap(\.stringValue)
        case .string(let text): [text]
        default: []
        }
    }

    /// The primary address, without its prefix.
    var primaryAddress: String? {
        texts("EmailAddresses").first { $0.hasPrefix("SMTP:") }.map { String($0.dropFirst(5)) }
    }
}

extension ExchangeObject.Class: RawRepresentable {
    init?(rawValue: String) {
        switch rawValue {
        case "": return nil
        case "recipient": self = .recipient
        case "acceptedDomain": self = .acceptedDomain
        case "organization": self = .organization
        default: self = .setting(noun: rawValue)
        }
    }

    /// As the store has it: nouns begin with a capital letter.
    var rawValue: String {
        switch self {
        case .recipient: "recipient"
        case .acceptedDomain: "acceptedDomain"
        case .organization: "organization"
        case .setting(let noun): noun
        }
    }
}

extension ExchangeObject: RowReadable {
    package static let columns =
        "sequence, tenant_id, class, guid, owner, name, type_details, state, created_at, changed_at, properties"

    package init(_ row: inout Row) throws { try self.init(StoredObject(&row)) }
}
