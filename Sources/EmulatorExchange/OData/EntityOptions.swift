import CmdletCatalogue
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// The options of a request for entities: those of OData, the service's own, and identities that travel in headers.
struct EntityOptions: Sendable {
    private let query: FormFields
    private let request: ServerRequest

    init(_ request: ServerRequest) {
        query = request.query
        self.request = request
    }

    /// The text of an option, `nil` when it is missing or empty.
    func text(_ name: String) -> String? { query.value(ignoringCase: name) }

    /// Whether an option says so.
    func isOn(_ name: String) -> Bool { text(name)?.lowercased() == "true" }

    /// The elements of an option that is a list.
    func list(_ name: String) -> [String]? {
        text(name).map { text in text.split(separator: ",").map { $0.trimmingBlanks }.filter { !$0.isEmpty } }
    }

    /// A number that an option gives.
    ///
    /// - Throws: ``AdminAPIError`` with status 400 for what is no number, or less than nothing.
    func number(_ name: String) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw AdminAPIError.malformedRequest(
                "Invalid value '\(text.prefix(100))' for \(name) query option found. The \(name) query option requires a "
                    + "non-negative integer value."
            )
        }
        return number
    }

    // MARK: Identities

    /// The identity that a key or an argument means.
    ///
    /// - Parameter text: The key as the address has it: the identity itself, its base 64, or the name of a header.
    /// - Returns: The identity.
    /// - Throws: ``AdminAPIError`` with status 400.
    func identity(_ text: String) throws -> String {
        if isOn("ReadIdsAndParamsFromHeaders"), text.lowercased().hasPrefix("xparameter-") {
            guard let value = request.header(text) else {
                throw AdminAPIError.malformedRequest("The request lacks the header \(text.prefix(100)).")
            }
            return try decoded(value)
        }
        return isOn("isEncoded") ? try decoded(text) : text
    }

    /// The identity of the header, `nil` when the request does not point there.
    func headerIdentity() throws -> String? {
        guard isOn("ReadIdsAndParamsFromHeaders"), let value = request.header("XParameter-Identity") else { return nil }
        return try decoded(value)
    }

    private func decoded(_ text: String) throws -> String {
        guard let bytes = Base64.decode(text), let identity = String(validating: bytes, as: UTF8.self) else {
            throw AdminAPIError.malformedRequest("The identity '\(text.prefix(100))' is not UTF-8 text in base 64.")
        }
        return identity
    }

    // MARK: Parameters

    private static let own: Set = [
        "Anr", "OrganizationalUnit", "SoftDeletedMailbox", "InactiveMailboxOnly", "Archive", "IncludeInactiveMailbox",
        "MailboxPlan", "RecipientTypeDetails", "RecipientType", "IncludeSoftDeletedRecipients",
        "IncludeOldestAndNewestItems", "GroupMailbox", "ActiveSync", "OWAforDevices", "RestApi", "UniversalOutlook",
    ]

    /// The options that are parameters of a cmdlet; others are passed over, as a client may leave a value unescaped.
    func parameters(of facts: CmdletFacts) -> JSONObject {
        var parameters = JSONObject()
        for name in Self.own.sorted() {
            guard let text = text(name), let parameter = facts.parameter(named: name) else { continue }
            if text.lowercased() == "true" || text.lowercased() == "false" {
                parameters[parameter.name] = .bool(text.lowercased() == "true")
            } else if parameter.type.hasSuffix("[]") {
                parameters[parameter.name] = .array((list(name) ?? []).map { .string($0) })
            } else {
                parameters[parameter.name] = .string(text)
            }
        }
        return parameters
    }
}
