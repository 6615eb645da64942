/// What the index knows of objects: the ways to name one, and the properties that filters ask for most.
///
/// The numbers are those of the store: they only grow in number.
enum IndexKind: Int64, Sendable, CaseIterable {
    // Names, by which identities are resolved.
    case guid = 1
    case legacyDN = 2
    /// An address in use, without its prefix.
    case address = 3
    case userPrincipalName = 4
    case name = 5
    case alias = 6
    case displayName = 7

    // What searches need beside them.
    /// A word in the midst of a name.
    case word = 10
    /// An address of another kind than SMTP, with its prefix, or of an object that is gone.
    case otherAddress = 11
    case recipientTypeDetails = 12
    /// The GUID of an archive, which is no name of whose it is.
    case archiveGuid = 13
    /// Of what is no mailbox that it was one of which logs tell.
    case formerMailbox = 14

    // Properties.
    case firstName = 20
    case lastName = 21
    case title = 22
    case department = 23
    case office = 24
    case company = 25
    case city = 26
    case stateOrProvince = 27
    case postalCode = 28
    case countryOrRegion = 29
    case phone = 30
    case mobilePhone = 31
    case externalEmailAddress = 32
    case forwardingAddress = 33
    case forwardingSmtpAddress = 34
    case hiddenFromAddressListsEnabled = 35
    case litigationHoldEnabled = 36
    case archiveStatus = 37
    case managedBy = 38
    case customAttribute1 = 40
    case customAttribute2 = 41
    case customAttribute3 = 42
    case customAttribute4 = 43
    case customAttribute5 = 44
    case customAttribute6 = 45
    case customAttribute7 = 46
    case customAttribute8 = 47
    case customAttribute9 = 48
    case customAttribute10 = 49
    case customAttribute11 = 50
    case customAttribute12 = 51
    case customAttribute13 = 52
    case customAttribute14 = 53
    case customAttribute15 = 54
    case extensionCustomAttribute1 = 55
    case extensionCustomAttribute2 = 56
    case extensionCustomAttribute3 = 57
    case extensionCustomAttribute4 = 58
    case extensionCustomAttribute5 = 59

    /// The names of an object, the strongest first: names of a lower rank are looked at only when none of a higher one
    /// matches.
    static let names: [IndexKind] = [.guid, .legacyDN, .address, .userPrincipalName, .name, .alias, .displayName]

    /// How strong a name is; a distinguished name is as strong as a GUID.
    var rank: Int {
        switch self {
        case .guid, .legacyDN: 0
        case .address, .userPrincipalName: 1
        case .name, .alias: 2
        default: 3
        }
    }

    /// The kinds that hold the values of one property as they are, by the property's name in small letters.
    static let properties: [String: IndexKind] = Dictionary(
        uniqueKeysWithValues: allCases.filter { $0.rawValue >= IndexKind.firstName.rawValue }.map {
            ("\($0)".lowercased(), $0)
        }
    )

    /// The kind that holds a property among the values of an object.
    static func property(_ name: String) -> IndexKind? { byName[name] ?? nil }

    // Exact names too, so that writing an object does not lower each of them.
    private static let byName: [String: IndexKind] = Dictionary(
        uniqueKeysWithValues: properties.values.map { kind in
            let name = "\(kind)"
            return (name.prefix(1).uppercased() + name.dropFirst(), kind)
        }
    )
}
