import EmulatorCore
import ExoJSON
import HTTPServer

/// How a scrubber comes to know whom to leave out.
extension Scrubber {
    /// Learns who a token is about.
    mutating func learnToken(_ authorization: String) {
        guard let token = authorization.split(separator: " ").last.flatMap({ JSONWebToken(String($0)) }) else { return }
        learn(.object(token.claims), of: "")
    }

    /// Learns who a body is about.
    mutating func learn(_ body: Body) {
        switch body {
        case .json(let value): learn(value, of: "")
        case .form(let form):
            for name in ["username", "login_hint"] { if let value = form[name] { _ = identities.replaced(value) } }
        case .nothing, .text, .other: break
        }
    }

    private mutating func learn(_ value: JSONValue, of name: String, isParameter: Bool = false) {
        switch value {
        case .null, .bool, .integer, .unsigned, .double: break
        case .string(let text):
            if let token = JSONWebToken(text) { return learn(.object(token.claims), of: "") }
            if CLIXMLTexts.isOne(text) {
                _ = CLIXMLTexts.changed(text) { text, place in
                    if case .value(let name) = place, !isSecret(name) { learn(.string(text), of: name) }
                    return text
                }
                return
            }
            let key = name.lowercased()
            guard !PropertyNames.isMessage(key) else { return }
            if !PropertyNames.isCustom(key), let document = JSONText.value(of: text) {
                return learn(document, of: name, isParameter: isParameter)
            }
            guard isParameter || PropertyNames.isName(key) || PropertyNames.isCustom(key) else { return }
            learn(text, isParameter: isParameter)
        case .array(let elements):
            for element in elements {
                guard let pair = NamedValue(element, in: name) else {
                    learn(element, of: name, isParameter: isParameter)
                    continue
                }
                guard !isSecret(pair.name) else { continue }
                for member in pair.members where !pair.isName(member) {
                    learn(member.value, of: pair.name, isParameter: pair.isParameter)
                }
            }
        case .object(let object):
            for member in object.members where !isSecret(member.name) {
                let isInside = isParameter || member.name.lowercased() == "parameters"
                learn(member.value, of: member.name, isParameter: isInside)
            }
        }
    }

    private mutating func learn(_ text: String, isParameter: Bool) {
        if text.contains("@") || IdentityNames.guid(text) != nil {
            _ = identities.replaced(text)
            return
        }
        // A filter names what stands in its quotes, a distinguished name what stands behind each equals sign.
        if text.contains("'") {
            let parts = text.split(separator: "'", omittingEmptySubsequences: false)
            for place in stride(from: 1, to: parts.count, by: 2) {
                identities.learn(name: parts[place].filter { $0 != "*" })
            }
            guard !isParameter else { return }
        }
        if text.contains("="), text.contains(",") || text.contains("/") {
            for part in text.split(whereSeparator: { $0 == "," || $0 == "/" }) {
                if let value = part.split(separator: "=", maxSplits: 1).dropFirst().first {
                    identities.learn(name: String(value))
                }
            }
            return
        }
        // Words of the service's own, such as types of recipients.
        guard !(isParameter && EmulatedWords.contains(text)) else { return }
        for part in text.split(separator: "\\") { identities.learn(name: String(part)) }
    }
}

/// Values of parameters that name nobody.
private enum EmulatedWords {
    private static let words: Set = [
        "unlimited", "silentlycontinue", "continue", "stop", "fullaccess", "sendas", "sendonbehalf", "members",
        "owners",
        "usermailbox", "sharedmailbox", "roommailbox", "equipmentmailbox", "mailuser", "mailcontact", "guestmailuser",
        "groupmailbox", "mailuniversaldistributiongroup", "mailuniversalsecuritygroup", "dynamicdistributiongroup",
        "inherited", "none", "all", "children", "descendents", "editor", "reviewer", "author", "owner", "minimum",
    ]

    static func contains(_ text: String) -> Bool { words.contains(text.lowercased()) }
}
