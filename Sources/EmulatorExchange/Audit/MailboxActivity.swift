import EmulatorCore
import ExoJSON

/// What somebody did in a mailbox, as `AuditData` tells it of each operation.
struct MailboxActivity: Sendable {
    let person: TrafficPeople.Person
    let operation: String
    /// The folder's name.
    let folder: String
    let clientIP: String
    let client: AuditClient
    let session: AccessSession
    /// The organization's first domain.
    let organization: String
    let numbers: StableNumbers
    /// Where the numbers of the event begin.
    let base: Int

    private var subject: String { MailSubjects.subject(numbers[base + 4]) }
    /// How many messages it was about.
    private var count: Int { 1 + Int(numbers[base + 7] % 3) }

    /// What is said beside what every event says.
    var details: JSONObject {
        var details: JSONObject = [
            "MailboxGuid": .string(person.guid), "MailboxOwnerUPN": .string(person.login), "LogonType": 0,
            "InternalLogonType": 0, "ClientInfoString": .string(client.information),
            "ClientIPAddress": .string(clientIP), "ExternalAccess": false,
            "UserKey": .string(PersonalIdentifier.make(person.accountID)), "AppId": .string(client.applicationID),
            "ClientAppId": .string(client.applicationID), "AppAccessContext": session.context,
            "SessionId": .string(session.id), "LogonUserSid": .string(person.sid),
            "MailboxOwnerSid": .string(person.sid), "OrganizationName": .string(organization),
            "OriginatingServer": .string("\(TenantNames.server) (\(TenantNames.version))"),
        ]
        for member in operationDetails.members { details[member.name] = member.value }
        return details
    }

    private var operationDetails: JSONObject {
        switch operation {
        case "MailItemsAccessed": numbers[base + 5] % 4 == 0 ? synchronized : opened
        case "MoveToDeletedItems", "SoftDelete", "HardDelete": deleted
        case "UpdateInboxRules": ruled
        default: ["Item": item(0)]
        }
    }

    /// Messages that were opened one by one.
    private var opened: JSONObject {
        let items = (0..<count).map { number -> JSONValue in
            ["InternetMessageId": .string(messageID(number)), "SizeInBytes": .integer(size(number))]
        }
        return [
            "OperationProperties": AuditEvent.pairs([("MailAccessType", "Bind"), ("IsThrottled", "False")]),
            "OperationCount": .integer(Int64(count)),
            "Folders": [["Id": .string(folderID), "Path": .string(path), "FolderItems": .array(items)]],
        ]
    }

    /// A folder that a client fetched as a whole.
    private var synchronized: JSONObject {
        [
            "OperationProperties": AuditEvent.pairs([("MailAccessType", "Sync"), ("IsThrottled", "False")]),
            "OperationCount": 1, "Item": ["Id": .string(folderID), "ParentFolder": parentFolder],
        ]
    }

    private var deleted: JSONObject {
        var details: JSONObject = [
            "AffectedItems": .array((0..<count).map(item)), "CrossMailboxOperation": false, "Folder": parentFolder,
        ]
        guard operation == "MoveToDeletedItems" else { return details }
        details["DestFolder"] = [
            "Id": .string(StableIdentifier.digits("folder", person.guid, "Deleted Items")),
            "Path": "\\Deleted Items",
        ]
        return details
    }

    /// A rule that was made in a client; the forms of condition and actions are a guess.
    private var ruled: JSONObject {
        let word = subject.prefix { $0 != " " }
        return [
            "OperationProperties": AuditEvent.pairs([
                ("RuleOperation", "AddMailboxRule"), ("RuleId", String(numbers[base + 6] >> 1)),
                ("RuleState", "Enabled, ExitAfterExecution"),
                ("RuleCondition", "{(Subject SubString IgnoreCase \"\(word)\")}"), ("RuleName", "\(word)"),
                ("RuleProvider", "RuleOrganizer"),
                (
                    "RuleActions",
                    JSONValue.array([
                        ["ActionType": "Move", "DestinationFolderId": .string(folderID), "FolderIsInThisStore": "True"]
                    ]).text()
                ),
            ]),
            "Item": ["Id": .string(folderID), "ParentFolder": parentFolder],
        ]
    }

    private func item(_ number: Int) -> JSONValue {
        [
            "Id": .string(StableIdentifier.digits("item", person.guid, "\(numbers[base + 4])", "\(number)")),
            "InternetMessageId": .string(messageID(number)), "ParentFolder": parentFolder,
            "SizeInBytes": .integer(size(number)),
            "Subject": .string(number == 0 ? subject : MailSubjects.subject(numbers[base + 4] &+ UInt64(number))),
        ]
    }

    private func messageID(_ number: Int) -> String {
        let digits = StableIdentifier.digits("message", person.guid, "\(numbers[base + 4])", "\(number)")
        return "<\(digits.uppercased())@\(person.address.split(separator: "@").last ?? "")>"
    }

    private func size(_ number: Int) -> Int64 { 4096 + Int64(numbers[base + 4] >> UInt64(8 + number)) % 65_536 }

    private var path: String { "\\\(folder)" }
    private var folderID: String { StableIdentifier.digits("folder", person.guid, folder) }
    private var parentFolder: JSONValue {
        ["Id": .string(folderID), "Name": .string(folder), "Path": .string(path)]
    }
}

extension AuditEvent {
    /// The message and the folder that an event of a mailbox is about, as the mailbox's own log names them.
    static func mailboxItem(_ details: JSONObject) -> (subject: JSONValue, folder: JSONValue) {
        let item = details["Item"] ?? details["AffectedItems"]?[0]
        let folder = item?["ParentFolder"] ?? details["Folder"] ?? details["Folders"]?[0]
        return (item?["Subject"] ?? .null, folder?["Path"] ?? .null)
    }
}
