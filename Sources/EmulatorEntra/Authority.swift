import EmulatorAdministration
package import EmulatorCore

/// The first segment of a path to the sign-in side: in which tenant a request is made.
package enum Authority: Sendable, Equatable {
    /// Any tenant, and personal accounts.
    case common
    /// Any tenant.
    case organizations
    /// Personal accounts.
    case consumers
    /// One tenant.
    case tenant(TenantRecord)

    /// Finds the tenant of a segment.
    ///
    /// - Parameters:
    ///   - segment: A GUID, a domain or one of the three words.
    ///   - directory: Where tenants are looked up.
    /// - Throws: ``EntraError`` 90002 or 900023.
    init(_ segment: String, in directory: Directory) throws {
        switch segment.lowercased() {
        case "common": self = .common
        case "organizations": self = .organizations
        case "consumers": self = .consumers
        default:
            guard Self.isNameOfATenant(segment) else { throw EntraError.malformedTenant(segment) }
            guard let tenant = try directory.tenant(matching: segment) else { throw EntraError.unknownTenant(segment) }
            self = .tenant(tenant)
        }
    }

    /// The tenant, when the authority is that of one.
    package var tenant: TenantRecord? {
        if case .tenant(let tenant) = self { tenant } else { nil }
    }

    /// The segment as documents repeat it: a domain is replaced by its tenant's id.
    package var segment: String {
        switch self {
        case .common: "common"
        case .organizations: "organizations"
        case .consumers: "consumers"
        case .tenant(let tenant): tenant.id
        }
    }

    private static func isNameOfATenant(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        let isDomain = text.contains(".") && !text.hasPrefix(".") && !text.hasSuffix(".") && !text.contains("..")
        let isIdentifier = text.utf8.count == 36 && text.utf8.count { $0 == UInt8(ascii: "-") } == 4
        guard isDomain || isIdentifier else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
                true
            default: false
            }
        }
    }
}
