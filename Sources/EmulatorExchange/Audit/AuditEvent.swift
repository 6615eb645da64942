import EmulatorCore
import ExoJSON

/// Something that somebody did, as the audit log tells it.
struct AuditEvent: Sendable {
    let moment: ServiceDate
    let type: AuditRecordType
    let operation: String
    let user: String
    /// What it was done to.
    let object: String
    let clientIP: String
    let succeeded: Bool
    /// What else `AuditData` says, or says otherwise; made only for events that are shown.
    let details: @Sendable () -> JSONObject
    /// What tells it from others.
    let words: String
    var userType = AuditUserType.regular
    /// Its place among what was written down, `nil` for what is made anew each time.
    var sequence: Int?
    /// The guid of who did it, by whatever name (``TrafficPeople/Person``); `nil` for what was written down, and for sign-ins
    /// that the emulator saw.
    var person: String?

    var id: String { SeedIdentifier.make("audit", words, String(moment.ticks)) }

    /// The event as the service's document.
    ///
    /// - Parameters:
    ///   - tenantID: The organization.
    ///   - isFormatted: Whether enumerations stand as names.
    /// - Returns: The text of `AuditData`.
    func data(tenantID: String, isFormatted: Bool) -> String {
        var document: JSONObject = [
            "CreationTime": .string(String(moment.text(.unspecified).prefix(19))),
            "Id": .string(id),
            "Operation": .string(operation),
            "OrganizationId": .string(tenantID),
            "RecordType": isFormatted ? .string(type.name) : .integer(Int64(type.number)),
            "ResultStatus": .string(succeeded ? type.success : "Failed"),
            "UserKey": .string(user),
            "UserType": isFormatted ? .string(userType.name) : .integer(Int64(userType.rawValue)),
            "Version": 1,
            "Workload": .string(type.workload),
            "ClientIP": .string(clientIP),
            "ObjectId": .string(object),
            "UserId": .string(user),
        ]
        for member in details().members { document[member.name] = member.value }
        return JSONValue.object(document).text()
    }

    /// Names with values, as documents list them.
    static func pairs(_ pairs: [(name: String, value: String)]) -> JSONValue {
        .array(pairs.map { ["Name": .string($0.name), "Value": .string($0.value)] })
    }

    /// Whether a text stands anywhere in it.
    func contains(_ text: String, tenantID: String) -> Bool {
        data(tenantID: tenantID, isFormatted: true).lowercased().contains(text)
    }
}

/// As what somebody did something, with the service's numbers.
enum AuditUserType: Int, Sendable {
    case regular = 0
    case admin = 2
    case application = 5

    var name: String {
        switch self {
        case .regular: "Regular"
        case .admin: "Admin"
        case .application: "Application"
        }
    }
}

/// The kinds of records that the emulator writes, with the service's numbers.
struct AuditRecordType: Sendable, Equatable {
    let name: String
    let number: Int
    let workload: String
    var success = "Succeeded"

    static let exchangeAdmin = AuditRecordType(name: "ExchangeAdmin", number: 1, workload: "Exchange", success: "True")
    static let exchangeItem = AuditRecordType(name: "ExchangeItem", number: 2, workload: "Exchange")
    static let exchangeItemGroup = AuditRecordType(name: "ExchangeItemGroup", number: 3, workload: "Exchange")
    static let file = AuditRecordType(name: "SharePointFileOperation", number: 6, workload: "OneDrive", success: "")
    static let directory = AuditRecordType(
        name: "AzureActiveDirectory",
        number: 8,
        workload: "AzureActiveDirectory",
        success: "Success"
    )
    static let signIn = AuditRecordType(
        name: "AzureActiveDirectoryStsLogon",
        number: 15,
        workload: "AzureActiveDirectory",
        success: "Success"
    )
    static let teams = AuditRecordType(name: "MicrosoftTeams", number: 25, workload: "MicrosoftTeams", success: "")
    static let itemAggregated = AuditRecordType(name: "ExchangeItemAggregated", number: 50, workload: "Exchange")
}
