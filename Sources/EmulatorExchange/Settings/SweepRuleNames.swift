import ExoCrypto
import ExoJSON

/// How a sweep rule is called and what it says that nobody said.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/get-sweeprule.
enum SweepRuleNames {
    static let noun = "SweepRule"
    private static let folders = [("SourceFolder", "Inbox"), ("DestinationFolder", "Deleted Items")]

    /// The id by which rules are named: the GUID as .NET writes its bytes.
    static func id(of rule: ExchangeObject) -> String? {
        let digits = rule.guid.filter { $0 != "-" }
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
            UInt8(digits.dropFirst(place).prefix(2), radix: 16)
        }
        guard bytes.count == 16 else { return nil }
        // The first three parts are numbers, their last byte first.
        return Base64.encode(bytes[0..<4].reversed() + bytes[4..<6].reversed() + bytes[6..<8].reversed() + bytes[8...])
    }

    /// Whether a rule is meant, by its id alone or behind its mailbox.
    static func isMeant(_ rule: ExchangeObject, by identity: String) -> Bool {
        let name = identity.split(separator: "\\").last.map(String.init) ?? identity
        return id(of: rule).map(name.isSame) ?? false
    }

    /// What a rule of a mailbox shows; that folders which nobody named are shown is a guess.
    static func shown(_ rule: ExchangeObject, of mailbox: ExchangeObject) -> JSONObject {
        let alias = mailbox.text("Alias") ?? mailbox.name
        var values = JSONObject()
        if let id = id(of: rule) {
            values["RuleId"] = .string(id)
            values["Identity"] = .string("\(alias)\\\(id)")
        }
        for (property, folder) in folders where rule.text(property) == nil {
            values[.init(property)] = .string("\(alias):\\\(folder)")
        }
        return values
    }
}
