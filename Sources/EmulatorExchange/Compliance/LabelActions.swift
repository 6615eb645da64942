import EmulatorCore
import ExoJSON

/// What a label does to content, each as a JSON text: `{"Type":"encrypt","SubType":null,"Settings":[{"Key":…}]}`.
enum LabelActions {
    private struct Action {
        let type: String
        let subType: String?
        /// The parameter that turns it on.
        let switchName: String
        /// Parameters, and the keys under which the action has them.
        let settings: [(parameter: String, key: String)]
        /// Keys of truths, which are written also where nobody said so.
        var flags: Set<String> = []
        /// Whether it is there only when one of its parameters was given.
        var isOptional = false
    }

    private static let actions: [Action] = [
        Action(
            type: "encrypt",
            subType: nil,
            switchName: "EncryptionEnabled",
            settings: [
                ("EncryptionProtectionType", "protectiontype"), ("EncryptionTemplateId", "templateid"),
                ("EncryptionContentExpiredOnDateInDaysOrNever", "contentexpiredondateindaysornever"),
                ("EncryptionOfflineAccessDays", "offlineaccessdays"), ("EncryptionDoNotForward", "donotforward"),
                ("EncryptionEncryptOnly", "encryptonly"), ("EncryptionPromptUser", "promptuser"),
                ("EncryptionRightsDefinitions", "rightsdefinitions"),
                ("EncryptionDoubleKeyEncryptionUrl", "doublekeyencryptionurl"),
            ]
        ),
        marking("applycontentmarking", "header", "ApplyContentMarkingHeader", places: ["Alignment", "Margin"]),
        marking("applycontentmarking", "footer", "ApplyContentMarkingFooter", places: ["Alignment", "Margin"]),
        marking("applywatermarking", nil, "ApplyWaterMarking", places: ["Layout"]),
        Action(
            type: "protectgroup",
            subType: nil,
            switchName: "SiteAndGroupProtectionEnabled",
            settings: [
                ("SiteAndGroupProtectionPrivacy", "privacy"),
                ("SiteAndGroupProtectionAllowAccessToGuestUsers", "allowaccesstoguestusers"),
                ("SiteAndGroupProtectionAllowEmailFromGuestUsers", "allowemailfromguestusers"),
            ],
            flags: ["allowaccesstoguestusers", "allowemailfromguestusers"]
        ),
        Action(
            type: "protectsite",
            subType: nil,
            switchName: "SiteAndGroupProtectionEnabled",
            settings: [
                ("SiteAndGroupProtectionAllowFullAccess", "allowfullaccess"),
                ("SiteAndGroupProtectionAllowLimitedAccess", "allowlimitedaccess"),
                ("SiteAndGroupProtectionBlockAccess", "blockaccess"),
                ("SiteExternalSharingControlType", "externalsharingcontroltype"),
            ],
            flags: ["allowfullaccess", "allowlimitedaccess", "blockaccess"],
            isOptional: true
        ),
    ]

    private static func marking(_ type: String, _ subType: String?, _ stem: String, places: [String]) -> Action {
        Action(
            type: type,
            subType: subType,
            switchName: "\(stem)Enabled",
            settings: (["Text", "FontName", "FontSize", "FontColor"] + places).map { ("\(stem)\($0)", $0.lowercased()) }
        )
    }

    /// The actions of a label after its properties.
    static func texts(of draft: ObjectDraft) -> [JSONValue] {
        actions.compactMap { action in
            guard let isOn = draft.object.properties[action.switchName]?.boolValue else { return nil }
            let given = action.settings.map { draft.object.properties[$0.parameter] ?? .null }
            if action.isOptional, given.allSatisfy(\.isNull) { return nil }
            var settings: [JSONValue] = zip(action.settings, given).compactMap { setting, value in
                let value = value.isNull && action.flags.contains(setting.key) ? false : value
                guard !value.isNull else { return nil }
                return ["Key": .string(setting.key), "Value": .string(text(value, of: setting.parameter))]
            }
            if let template = templateID(of: draft.object, action.type) {
                settings.append(["Key": "templateid", "Value": .string(template)])
            }
            settings.append(["Key": "disabled", "Value": .string(isOn ? "false" : "true")])
            let document: JSONValue = [
                "Type": .string(action.type), "SubType": action.subType.map { .string($0) } ?? .null,
                "Settings": .array(settings),
            ]
            return .string(document.text())
        }
    }

    /// The template that the service makes for a label whose administrator gave the rights, `nil` where there is none.
    private static func templateID(of label: ExchangeObject, _ type: String) -> String? {
        guard type == "encrypt", label.text("EncryptionProtectionType") == "Template",
            label.text("EncryptionTemplateId") == nil
        else { return nil }
        return SeedIdentifier.make("template", label.guid)
    }

    /// The actions of a label that are on.
    private static func effective(of label: ExchangeObject) -> [JSONValue] {
        label.texts("LabelActions").compactMap { try? JSONValue(parsing: $0) }.filter { action in
            setting("disabled", of: action)?.lowercased() != "true"
        }
    }

    private static func setting(_ key: String, of action: JSONValue) -> String? {
        action["Settings"]?.arrayValue?.first { $0["Key"]?.stringValue == key }?["Value"]?.stringValue
    }

    /// The names of the actions of a label that are on, markings with their places.
    static func names(of label: ExchangeObject) -> [String] {
        effective(of: label).compactMap { action in
            action["Type"]?.stringValue.map { $0 + (action["SubType"]?.stringValue ?? "") }
        }
    }

    /// What a label can do, by its actions; all names but that of double keys are guesses.
    static func capabilities(of label: ExchangeObject) -> [String] {
        var all: [String] = []
        for action in effective(of: label) {
            switch action["Type"]?.stringValue?.lowercased() {
            case "encrypt":
                all.append("Encryption")
                if setting("doublekeyencryptionurl", of: action)?.isEmpty == false { all.append("DoubleKeyEncryption") }
            case "applycontentmarking", "applywatermarking":
                if !all.contains("ContentMarking") { all.append("ContentMarking") }
            case "protectgroup": all.append("SiteAndGroupProtection")
            default: break
            }
        }
        return all
    }

    /// Rights, written `who:RIGHT,RIGHT;who:…`, stand as a list of JSON; who may see a group in small letters.
    private static func text(_ value: JSONValue, of parameter: String) -> String {
        let text = value.stringValue ?? value.text()
        if parameter == "SiteAndGroupProtectionPrivacy" { return text.lowercased() }
        guard parameter == "EncryptionRightsDefinitions", !text.hasPrefix("[") else { return text }
        let rights: [JSONValue] = text.split(separator: ";").compactMap { entry in
            guard let colon = entry.lastIndex(of: ":") else { return nil }
            let who = entry[..<colon].trimmingBlanks
            return ["Identity": .string(who), "Rights": .string(entry[entry.index(after: colon)...].trimmingBlanks)]
        }
        return JSONValue.array(rights).text()
    }
}
