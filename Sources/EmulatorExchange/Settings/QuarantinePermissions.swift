import ExoJSON

/// What people may do with their messages in quarantine: a number with a bit for each right, and the same in words.
///
/// See https://learn.microsoft.com/defender-office-365/quarantine-policies.
enum QuarantinePermissions {
    /// The property that holds the number.
    static let property = "EndUserQuarantinePermissionsValue"

    /// The rights, that of the highest bit first.
    static let rights = [
        "ViewHeader", "Download", "AllowSender", "BlockSender", "RequestRelease", "Release", "Preview", "Delete",
    ].map { "PermissionTo\($0)" }

    /// The rights in words, as policies show them.
    static func text(of number: Int64) -> String {
        rights.enumerated().map { place, name in
            "\(name): \(number >> Int64(rights.count - 1 - place) & 1 == 1 ? "True" : "False")"
        }.joined(separator: "\r\n")
    }

    /// The number of what a parameter says in words, or in a table of rights.
    static func number(of value: BoundValue) -> Int64 {
        var granted: Set<String> = []
        if case .value(.object(let table)) = value {
            for member in table.members where member.value == true || member.value.stringValue?.lowercased() == "true" {
                granted.insert(member.name.lowercased())
            }
        }
        for text in value.texts ?? [] {
            let words = text.lowercased().split { !$0.isLetter }
            for (name, answer) in zip(words, words.dropFirst()) where answer == "true" { granted.insert(String(name)) }
        }
        return rights.reduce(0) { $0 << 1 | (granted.contains($1.lowercased()) ? 1 : 0) }
    }
}
