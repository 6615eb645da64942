import EmulatorCore
import ExoJSON

/// The settings of a mailbox as Graph shows them.
enum MailboxSettingsEntity {
    static let property = "mailboxSettings"

    /// What a token must hold to read them, one of these.
    static let permissions: Set = ["MailboxSettings.Read", "MailboxSettings.ReadWrite"]

    private static let purposes = [
        "UserMailbox": "user", "SharedMailbox": "shared", "RoomMailbox": "room", "EquipmentMailbox": "equipment",
        "LinkedMailbox": "linked",
    ]

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

    static func render(_ settings: MailboxSettings) -> JSONObject {
        let (hours, replies) = (settings.hours, settings.replies)
        return [
            "archiveFolder": nil,
            "timeZone": .string(settings.timeZone),
            "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
            "dateFormat": .string(settings.dateFormat),
            "timeFormat": .string(settings.timeFormat),
            "userPurpose": .string(purposes[settings.type] ?? "others"),
            "automaticRepliesSetting": [
                "status": .string(starting(replies.state)),
                "externalAudience": .string(audience(replies.audience)),
                "internalReplyMessage": .string(replies.internalMessage),
                "externalReplyMessage": .string(replies.externalMessage),
                "scheduledStartDateTime": moment(replies.start),
                "scheduledEndDateTime": moment(replies.end),
            ],
            "language": [
                "locale": .string(settings.language),
                "displayName": .string(settings.languageName ?? settings.language),
            ],
            "workingHours": [
                "daysOfWeek": .array(days(hours.days).map { .string($0.lowercased()) }),
                "startTime": .string(time(hours.start)),
                "endTime": .string(time(hours.end)),
                "timeZone": ["name": .string(hours.timeZone)],
            ],
        ]
    }

    /// A word that begins with a small letter: `alwaysEnabled` for what Exchange calls `Enabled`.
    private static func starting(_ state: String) -> String {
        state == "Enabled" ? "alwaysEnabled" : state.prefix(1).lowercased() + state.dropFirst()
    }

    private static func audience(_ audience: String) -> String {
        audience == "Known" ? "contactsOnly" : audience.lowercased()
    }

    private static func days(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0).trimmed }.flatMap { day -> [String] in
            switch day {
            case "Weekdays": weekdays
            case "WeekEndDays": ["Saturday", "Sunday"]
            case "None": []
            case "AllDays": weekdays + ["Saturday", "Sunday"]
            default: [day]
            }
        }
    }

    /// A moment in UTC, with seven digits of a second's fraction.
    private static func moment(_ text: String) -> JSONValue {
        let plain = text.split { $0 == "Z" || $0 == "+" || $0 == "." }.first.map(String.init) ?? text
        return ["dateTime": .string("\(plain).0000000"), "timeZone": "UTC"]
    }

    /// A time of day.
    private static func time(_ text: String) -> String { text.contains(".") ? text : "\(text).0000000" }
}
