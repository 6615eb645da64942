import EmulatorCore
import ExoJSON
import HTTPServer

/// How a scrubber comes to know whom to leave out.
extension Scrubber {
    /// Properties whose values are the names of somebody or something.
    private static let names: Set = [
        "name", "displayname", "givenname", "firstname", "surname", "lastname", "family_name", "given_name", "initials",
        "alias", "mailnickname", "samaccountname", "identity", "id", "user", "trustee", "owner", "managedby", "members",
        "office", "officelocation", "title", "jobtitle", "department", "company", "companyname", "streetaddress",
        "street",
        "city", "stateorprovince", "state", "postalcode", "phone", "mobilephone", "businessphones", "homephone", "fax",
        "otherhomephone", "othertelephone", "pager", "notes", "description", "subject", "grantsendonbehalfto",
        "manager",
        "simpledisplayname", "webpage", "forwardingaddress", "linkedmasteraccount", "domainname", "organizationname",
        "technicalnotificationmails", "assistantname", "app_displayname", "unique_name", "preferred_username", "filter",
        "recipientfilter", "homephonenumber", "phonenumber", "telephonenumber",
    ]

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
                _ = CLIXMLTexts.changed(text) { text, name in
                    if !isSecret(name) { learn(.string(text), of: name) }
                    return text
                }
                return
            }
            let key = name.lowercased()
            guard isParameter || Self.names.contains(key) || Self.isCustom(key) else { return }
            learn(text, isParameter: isParameter)
        case .array(let elements): for element in elements { learn(element, of: name, isParameter: isParameter) }
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
