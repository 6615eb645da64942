import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Brings a value as it was sent to the type of its parameter.
///
/// Clients send what PowerShell left of it: numbers as text, one text for a list, empty text for null, tables with and
/// without a type tag, names of enumerations or their numbers.
struct ParameterCoercion {
    let parameter: ParameterFacts
    /// The noun of the cmdlet.
    let noun: String
    /// The type of the value, or of an element of a list.
    let type: String
    /// What the type is for the catalogue.
    let kind: String
    /// Whether the type of the value stands beside it.
    var isTagged = false

    /// The kind of each type, since decoding an entry takes longer than finding it.
    private static let kinds: [String: String] = Dictionary(
        CmdletCatalogue.typeNames.compactMap { name in CmdletCatalogue.type(named: name).map { (name, $0.kind) } }
    ) { first, _ in first }

    /// What the catalogue says that a documented type takes.
    static func kind(of type: String) -> String? { kinds[type] ?? CmdletCatalogue.type(named: type)?.kind }

    /// - Parameters:
    ///   - sent: The value as it was sent.
    ///   - parameter: The parameter.
    ///   - noun: The noun of the cmdlet.
    ///   - tag: What the request says beside the value of its type.
    /// - Returns: The value.
    /// - Throws: ``AdminAPIError`` with status 400 when the value is not of the type.
    static func value(
        _ sent: JSONValue,
        for parameter: ParameterFacts,
        of noun: String,
        tag: JSONValue? = nil
    ) throws -> BoundValue {
        let isList = parameter.type.hasSuffix("[]")
        let type = isList ? String(parameter.type.dropLast(2)) : parameter.type
        let kind = kind(of: type) ?? (parameter.values.isEmpty ? "object" : "enum")
        let coercion = ParameterCoercion(
            parameter: parameter,
            noun: noun,
            type: type,
            kind: kind,
            isTagged: tag?.stringValue != nil
        )
        let value =
            isList || kind == "multivalue" || collections.contains(type)
            ? try coercion.list(sent) : .value(try coercion.single(sent))
        try ParameterLimits.embedded.check(value, of: parameter.name, noun: noun)
        return value
    }

    /// Lists whose types do not say so.
    private static let collections: Set = ["ProxyAddressCollection", "ProxyAddressTemplateCollection"]

    /// Parameters that take the null reverse path, which says that there is no address.
    private static let nullable: Set = ["JournalingReportNdrTo"]

    /// Enumerations of which several names together are one value.
    static let flags: Set = [
        "DaysOfWeek", "FontFlags", "MailboxFolderPermissionFlags", "MailboxMoveCapability",
        "MigrationWorkflowControlFlags", "RequestFlags", "WellKnownRecipientType",
    ]

    private func single(_ sent: JSONValue) throws -> JSONValue {
        if case .array(let elements) = sent, Self.flags.contains(type) {
            return try flags(elements)
        }
        if case .array(let elements) = sent, kind != "object", kind != "bytes" {
            guard elements.count == 1 else {
                throw AdminAPIError.transformation(
                    parameter: parameter.name,
                    reason: "Cannot convert 'System.Object[]' to the type '\(type)' required by parameter "
                        + "'\(parameter.name)'. Specified method is not supported."
                )
            }
            return try single(elements[0])
        }
        switch kind {
        case "switch", "bool": return try flag(sent)
        case "int": return try integer(sent)
        case "unlimited": return try text(sent, read: unlimited)
        case "enum": return try enumeration(sent)
        case "datetime": return try text(sent) { ServiceDate(parsing: $0)?.text(.utc) }
        case "timespan":
            return try text(sent) { text in
                let span = TimeSpanText(parsing: text)
                let known = parameter.values.compactMap { TimeSpanText(parsing: $0) }
                return span.flatMap { known.isEmpty || known.contains($0) ? $0.description : nil }
            }
        case "size": return try text(sent) { ByteQuantity(parsing: $0)?.description }
        case "guid": return try text(sent) { GUIDText(parsing: $0)?.description }
        case "smtp-address":
            return try text(sent) { text in
                let isNone = text == "<>" && Self.nullable.contains(parameter.name)
                guard isNone || ProxyAddresses.isAddress(text) else { throw ProxyAddresses.invalid(text) }
                return text
            }
        case "domain" where type.hasPrefix("SmtpDomain"):
            let takesStar = type == "SmtpDomainWithSubdomains"
            return try text(sent) { MailDomain.isDomain($0, takesStar: takesStar) ? $0 : nil }
        case "hashtable": return try table(sent)
        case "object", "bytes", "double", "version": return sent
        case "string" where type == "CountryInfo": return try text(sent) { Countries.name(of: $0) }
        default: return try text(sent) { $0 }
        }
    }

    /// A text that a reading accepts and rewrites; null and empty text mean null.
    private func text(_ sent: JSONValue, read: (String) throws -> String?) throws -> JSONValue {
        let text: String
        switch sent {
        case .null: return .null
        case .string(let string): text = string
        case .integer, .unsigned, .double: text = sent.text()
        case .bool(let flag): text = flag ? "True" : "False"
        case .array, .object: throw mismatch(sent)
        }
        if text.isEmpty { return .string("") }
        guard let result = try read(text) else { throw mismatch(sent) }
        return .string(result)
    }

    /// The refusal of a value that is not of the type.
    func mismatch(_ sent: JSONValue, because reason: String = "") -> AdminAPIError {
        let shown =
            sent.stringValue ?? (sent.objectValue == nil && sent.arrayValue == nil ? sent.text() : "System.Object")
        return AdminAPIError.transformation(
            parameter: parameter.name,
            reason: parameter.type == "SecureString" || parameter.type == "PSCredential"
                ? "Cannot convert the value to type \"\(type)\"."
                : "Cannot convert value \"\(shown)\" to type \"\(shownType)\".\(reason)"
        )
    }

    /// The parameter's type as refusals name it; of few the whole name is known.
    private var shownType: String {
        guard type == "QuarantineMessageTypeEnum" else { return type }
        return "Microsoft.Exchange.Management.FfoQuarantine.\(parameter.type)"
    }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
