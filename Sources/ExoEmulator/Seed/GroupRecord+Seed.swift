import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension GroupRecord {
    /// The group of the directory that a group of a seed is.
    ///
    /// - Parameters:
    ///   - group: Which it is.
    ///   - now: When the seed is written.
    ///   - explanation: What it is for.
    ///   - document: What Graph alone knows.
    init(_ group: SeedGroup, now: Date, explanation: String? = nil, document: JSONObject = [:]) {
        self.init(
            id: group.id,
            tenantID: group.tenantID,
            displayName: group.displayName,
            mailNickname: group.alias,
            mail: group.address,
            kind: group.kind,
            // As old as what Exchange has of it.
            createdOn: SeedAge.date(ofRecipient: group.alias, in: group.tenantID, before: now),
            explanation: explanation,
            document: JSONValue.object(document).text()
        )
    }
}

extension SeedAge {
    /// When a recipient that a seed writes calls itself made.
    static func date(ofRecipient alias: String, in tenantID: String, before now: Date) -> Date {
        now.addingTimeInterval(-86_400 * Double(days(of: SeedIdentifier.make("recipient", tenantID, alias))))
    }
}
