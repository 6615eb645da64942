import EmulatorCore
import ExoJSON

/// The kinds of sensitive information that a rule looks for, any of a list or groups that are joined.
struct SensitiveCondition: Sendable {
    private let tables: [JSONValue]

    init(_ value: JSONValue) { tables = value.arrayValue ?? [] }

    func holds(_ findings: [SensitiveFinding]) -> Bool { tables.contains { Self.holds($0, findings) } }

    private static func holds(_ table: JSONValue, _ findings: [SensitiveFinding]) -> Bool {
        guard let groups = table["groups"]?.arrayValue else { return isMet(table, findings) }
        return joined(groups, table) { group in
            // Labels are on no message here.
            joined(group["sensitivetypes"]?.arrayValue ?? [], group) { isMet($0, findings) }
        }
    }

    /// Whether all of these hold, or any where the table says so.
    private static func joined(_ parts: [JSONValue], _ table: JSONValue, _ holds: (JSONValue) -> Bool) -> Bool {
        guard !parts.isEmpty else { return false }
        let isAny = table["operator"]?.stringValue?.lowercased() == "or"
        return isAny ? parts.contains(where: holds) : parts.allSatisfy(holds)
    }

    /// Whether a kind was found as often as wanted, and as surely.
    private static func isMet(_ kind: JSONValue, _ findings: [SensitiveFinding]) -> Bool {
        guard let finding = findings.first(where: { $0.id == kind["id"]?.stringValue }) else { return false }
        func number(_ key: String) -> Int64? { kind[key]?.stringValue.flatMap { Int64($0) } }
        let level = kind["confidencelevel"]?.stringValue ?? ""
        let least = number("minconfidence") ?? ConfidenceLevel(named: level)?.least ?? Int64(level) ?? 0
        let surest = number("maxconfidence") ?? .max
        let count = Int64(finding.matches.count { least <= $0.confidence && $0.confidence <= surest })
        let most = number("maxcount") ?? -1
        return count >= max(number("mincount") ?? 1, 1) && (most < 0 || count <= most)
    }
}
