import EmulatorCore
import ExoCrypto
import ExoJSON

/// How a sweep rule is called and what it says that nobody said.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/get-sweeprule.
enum SweepRuleNames {
    static let noun = "SweepRule"
    private static let folders = [("SourceFolder", "Inbox"), ("DestinationFolder", "Deleted Items")]

    /// The id by which rules are named: the GUID as .NET writes its bytes.
    static func id(of rule: ExchangeObject) -> String { Base64.encode(IdentifierBytes.bytes(of: rule.guid)) }

    /// What a rule of a mailbox shows; that folders which nobody named are shown is a guess.
    static func shown(_ rule: ExchangeObject, of mailbox: ExchangeObject) -> JSONObject {
        let alias = mailbox.text("Alias") ?? mailbox.name
        var values = JSONObject()
        let id = id(of: rule)
        values["RuleId"] = .string(id)
        values["Identity"] = .string("\(alias)\\\(id)")
        for (property, folder) in folders where rule.text(property) == nil {
            values[.init(property)] = .string("\(alias):\\\(folder)")
        }
        return values
    }
}
