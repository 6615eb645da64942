import EmulatorCore
import ExoJSON

/// `-AdaptiveReportFilters`: lists of values, one of which a member has, and lists of which it has none.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/get-adaptivescopemembers; the words are a guess.
struct ScopeMembersFilter: Sendable {
    private enum Relation: String {
        case equals = "EqualsAny"
        case startsWith = "StartsWithAny"
        case contains = "ContainsAny"
    }

    private struct Part: Sendable {
        let property: String
        let relation: Relation
        let isExcluding: Bool
        let values: [String]
    }

    private static let most = 10
    /// What a filter is about, and the ways of it that there are; recipients have nothing of sites.
    private static let subjects: [(name: String, property: String, relations: [Relation])] = [
        ("MailboxGuid", "ExchangeGuid", [.equals]),
        ("SmtpAddress", "PrimarySmtpAddress", [.equals, .startsWith]),
        ("ObjectId", "ExternalDirectoryObjectId", [.equals]),
        ("SiteId", "SiteId", [.equals]),
        ("SiteUrl", "SiteUrl", [.equals, .startsWith, .contains]),
        ("Upn", "UserPrincipalName", [.equals, .startsWith]),
    ]
    private let parts: [Part]

    /// - Throws: ``AdminAPIError`` for a key that there is not, and for too many values.
    init(_ table: JSONObject) throws {
        parts = try table.members.filter { !$0.name.contains("@") }.map { member in
            let values = (member.value.arrayValue ?? [member.value]).compactMap(\.stringValue)
            guard let part = Self.part(member.name, values.map { $0.lowercased() }) else {
                throw Self.refusal("\"\(member.name)\" isn't a filter of members.")
            }
            guard values.count <= Self.most else {
                throw Self.refusal("\"\(member.name)\" has more than \(Self.most) values.")
            }
            return part
        }
    }

    private static func part(_ name: String, _ values: [String]) -> Part? {
        for (subject, property, relations) in subjects {
            for relation in relations {
                for word in ["", "Not"] where name.isSame(as: subject + word + relation.rawValue) {
                    return Part(property: property, relation: relation, isExcluding: !word.isEmpty, values: values)
                }
            }
        }
        return nil
    }

    private static func refusal(_ reason: String) -> AdminAPIError {
        AdminAPIError.transformation(parameter: "AdaptiveReportFilters", reason: reason)
    }

    /// Whether a member has a value of one of the including lists, and none of the others.
    func accepts(_ member: ExchangeObject) -> Bool {
        let including = parts.filter { !$0.isExcluding }
        return (including.isEmpty || including.contains { Self.holds($0, for: member) })
            && !parts.contains { $0.isExcluding && Self.holds($0, for: member) }
    }

    private static func holds(_ part: Part, for member: ExchangeObject) -> Bool {
        let text = part.property == "PrimarySmtpAddress" ? member.primaryAddress : member.text(part.property)
        guard let text = text?.lowercased() else { return false }
        return part.values.contains { value in
            switch part.relation {
            case .equals: text == value
            case .startsWith: text.hasPrefix(value)
            case .contains: text.contains(value)
            }
        }
    }
}
