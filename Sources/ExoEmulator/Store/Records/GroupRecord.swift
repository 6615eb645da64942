#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A group of a tenant.
struct GroupRecord: Sendable, Hashable {
    /// GUID in small letters.
    var id: String
    var tenantID: String
    var displayName: String
    var mailNickname: String
    var mail: String?
    var kind: GroupKind
    var createdOn: Date = Date(timeIntervalSince1970: 0)
    var explanation: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    var document: String = "{}"
}

extension GroupRecord: StoredRecord {
    static let table = "directory_group"
    static let columns = """
        id, tenant_id, display_name, mail_nickname, mail, kind, \
        created_on, description, document
        """

    init(_ row: inout Row) throws {
        id = try row.text()
        tenantID = try row.text()
        displayName = try row.text()
        mailNickname = try row.text()
        mail = try row.optionalText()
        kind = try row.choice()
        createdOn = try row.date()
        explanation = try row.optionalText()
        document = try row.text()
    }

    var values: [any SQLBindable] {
        [
            id,
            tenantID,
            displayName,
            mailNickname,
            mail,
            kind.rawValue,
            createdOn,
            explanation,
            document,
        ]
    }
}
