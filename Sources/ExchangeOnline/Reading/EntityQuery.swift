internal import ExoCrypto
internal import ExoJSON

/// What a Get-EXO* cmdlet asks the service: an address of entities below the tenant, with its options.
///
/// Identities are base64 in the address or in a header of their own, and every other value is percent-encoded, so that no
/// character of theirs means anything to whoever reads the address.
struct EntityQuery: Sendable {
    let cmdlet: EntityCmdlet
    /// The path below the tenant as it is sent.
    var path: String
    /// The options in their order, with their values as they are meant.
    var options: [(name: String, value: String)] = []
    /// The identity that travels in a header, in base64.
    var header: String?

    /// Reads what parameters ask for.
    ///
    /// - Parameters:
    ///   - cmdlet: The cmdlet.
    ///   - parameters: Its parameters, bound.
    ///   - properties: The only properties the rows are to have; empty means what the parameters say.
    /// - Throws: ``BindingError``.
    init(_ cmdlet: EntityCmdlet, _ parameters: JSONObject, properties: [String]) throws {
        var parameters = EntityParameters(cmdlet, parameters)
        self.cmdlet = cmdlet
        path = ""
        switch cmdlet {
        case .mailbox, .casMailbox, .recipient: try askForSet(&parameters)
        case .mailboxStatistics: try askForStatistics(&parameters)
        case .mailboxFolderStatistics: try askForFolders(&parameters)
        case .mailboxPermission: try askForMailboxPermissions(&parameters)
        case .mailboxFolderPermission: try askForFolderPermissions(&parameters)
        case .recipientPermission: try askForRecipientPermissions(&parameters)
        case .mobileDeviceStatistics: try askForDevices(&parameters)
        }
        try select(&parameters, properties)
        if let filter = parameters.text("Filter") {
            options.append(("$filter", try EntityFilter.odata(of: filter, for: cmdlet)))
        }
        try parameters.requireNothingLeft()
    }

    /// Path below the tenant and query.
    var target: String {
        guard !options.isEmpty else { return path }
        return path + "?" + options.map { "\($0.name)=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    /// The options that stand for properties: a choice of names and sets of them, which add up.
    private mutating func select(_ parameters: inout EntityParameters, _ properties: [String]) throws {
        guard cmdlet.takesSelection else { return }
        // Programs that list names with commas leave blanks around them.
        let named = (parameters.list("Properties") ?? []).map(\.trimmed).filter { !$0.isEmpty }
        let wanted =
            named
            + properties.filter { wanted in
                !named.contains { $0.lowercased() == wanted.lowercased() }
            }
        try parameters.checkProperties(wanted)
        if !wanted.isEmpty { options.append(("$select", wanted.joined(separator: ","))) }
        var sets = parameters.list("PropertySets") ?? []
        if parameters.flag("ProtocolSettings") { sets.append("ProtocolSettings") }
        if !sets.isEmpty { options.append(("PropertySet", sets.joined(separator: ","))) }
    }

    // MARK: Texts

    /// A text as a key or an argument, in base64.
    static func key(_ text: String) -> String { Base64.encode(Array(text.utf8)) }

    /// A text as an argument of a function, whose base64 the service wants percent-encoded.
    static func argument(_ text: String) -> String {
        var result = ""
        for character in key(text) {
            switch character {
            case "+": result += "%2B"
            case "/": result += "%2F"
            case "=": result += "%3D"
            default: result.append(character)
            }
        }
        return result
    }

    /// The value of an option: everything is percent-encoded but what nobody can misread.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: ":"), UInt8(ascii: "/"):
                String(UnicodeScalar(byte))
            default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }.joined()
    }
}
