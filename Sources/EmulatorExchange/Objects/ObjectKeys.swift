import EmulatorCore

/// The ways to name an object, for the index that resolves identities.
package struct ObjectKey: Hashable, Sendable {
    /// How a name belongs to its object, in the order in which it is tried.
    package enum Kind: String, Sendable, CaseIterable {
        case guid
        case distinguishedName
        case legacyDN
        case address
        case userPrincipalName
        case name
        case alias
        case displayName

        /// Names of a lower rank are looked at only when none of a higher rank matches.
        var rank: Int {
            switch self {
            case .guid, .distinguishedName, .legacyDN: 0
            case .address, .userPrincipalName: 1
            case .name, .alias: 2
            case .displayName: 3
            }
        }
    }

    var kind: Kind
    /// In lower case.
    var text: String

    init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text.lowercased()
    }

    /// Every name of an object.
    static func all(of object: ExchangeObject, names: TenantNames) -> Set<ObjectKey> {
        var keys: Set = [
            ObjectKey(.guid, object.guid),
            ObjectKey(.name, object.name),
            ObjectKey(.name, names.title(of: object)),
            ObjectKey(.distinguishedName, names.distinguishedName(of: object)),
        ]
        func add(_ kind: Kind, _ property: String) {
            if let text = object.text(property), !text.isEmpty { keys.insert(ObjectKey(kind, text)) }
        }
        add(.guid, "ExchangeGuid")
        add(.guid, "ExternalDirectoryObjectId")
        add(.legacyDN, "LegacyExchangeDN")
        add(.userPrincipalName, "UserPrincipalName")
        add(.alias, "Alias")
        add(.alias, "SamAccountName")
        add(.displayName, "DisplayName")
        guard object.objectClass == .recipient else { return keys }
        for address in object.texts("EmailAddresses") {
            guard let colon = address.firstIndex(of: ":") else { continue }
            let prefix = address[..<colon].lowercased()
            let rest = String(address[address.index(after: colon)...])
            switch prefix {
            // The address of who is gone may be somebody else's.
            case "smtp": keys.insert(ObjectKey(object.state == .active ? .address : .alias, rest))
            case "x500": keys.insert(ObjectKey(.legacyDN, rest))
            default: break
            }
        }
        return keys
    }
}
