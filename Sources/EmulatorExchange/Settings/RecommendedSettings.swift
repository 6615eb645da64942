import EmulatorCore
import ExoJSON

/// What the preset security policies recommend for the policies of a noun.
struct RecommendedSettings: Sendable {
    /// How a value is held against the one that is recommended.
    fileprivate enum Comparison: String {
        case same
        case least
        case most
        case action
    }

    /// One setting.
    struct Setting: Sendable {
        let name: String
        let standard: String
        let strict: String
        fileprivate let comparison: Comparison
        fileprivate let words: String

        /// Whether a value is as strict as the one wanted.
        func accepts(_ value: JSONValue, wanted: String) -> Bool {
            let text = Self.text(of: value)
            guard text.lowercased() != wanted.lowercased() else { return true }
            let numbers = (Int(text) ?? 0, Int(wanted) ?? 0)
            switch comparison {
            case .same: return false
            case .least: return numbers.0 >= numbers.1
            case .most: return numbers.0 > 0 && numbers.0 <= numbers.1
            case .action: return wanted == "MoveToJmf" && text == "Quarantine"
            }
        }

        /// What the analyzer shows of a value.
        func values(_ value: JSONValue, wanted: String) -> JSONObject {
            let type =
                switch value {
                case .bool: "Boolean"
                case .integer: "Integer"
                default: "String"
                }
            return [
                "SettingName": .string(name), "SettingNameDescription": .string(words),
                "CurrentConfiguration": .string(Self.text(of: value)),
                "Recommendation": .string(type == "Boolean" ? Self.text(of: .bool(wanted == "true")) : wanted),
                "SettingType": .string(type),
            ]
        }

        private static func text(of value: JSONValue) -> String {
            switch value {
            case .null: ""
            case .bool(let flag): flag ? "True" : "False"
            case .string(let text): text
            default: value.text()
            }
        }
    }

    let noun: String
    /// The noun of the rules that apply the policies.
    let rules: String
    let group: String
    private(set) var settings: [Setting] = []

    static let all: [RecommendedSettings] = {
        var all: [RecommendedSettings] = []
        let file = EmbeddedFile.recommendedSettings
        for words in file.table(columns: 5).map({ $0.map(String.init) }) {
            if words.count > 3, words[0] == "@" {
                let group = words[3...].joined(separator: " ")
                all.append(RecommendedSettings(noun: words[1], rules: words[2], group: group))
                continue
            }
            guard words.count == 5, let comparison = Comparison(rawValue: words[1]), !all.isEmpty else {
                preconditionFailure("\(file.rawValue): \(words)")
            }
            all[all.count - 1].settings.append(
                Setting(
                    name: words[0],
                    standard: words[2],
                    strict: words[3],
                    comparison: comparison,
                    words: words[4]
                )
            )
        }
        return all
    }()

    private init(noun: String, rules: String, group: String) {
        self.noun = noun
        self.rules = rules
        self.group = group
    }
}
