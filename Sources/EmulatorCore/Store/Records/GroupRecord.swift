#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A group of a tenant.
package struct GroupRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id: String
    package var tenantID: String
    package var displayName: String
    package var mailNickname: String
    package var mail: String?
    package var kind: GroupKind
    package var createdOn: Date = Date(timeIntervalSince1970: 0)
    package var explanation: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    package var document: String = "{}"

    package init(
        id: String,
        tenantID: String,
        displayName: String,
        mailNickname: String,
        mail: String? = nil,
        kind: GroupKind,
        createdOn: Date = Date(timeIntervalSince1970: 0),
        explanation: String? = nil,
        document: String = "{}"
    ) {
        self.id = id
        self.tenantID = tenantID
        self.displayName = displayName
        self.mailNickname = mailNickname
        self.mail = mail
        self.kind = kind
        self.createdOn = createdOn
        self.explanation = explanation
        self.document = document
    }
}

extension GroupRecord: StoredRecord {
    package static let table = "directory_group"
    package static let columns = """
        id, tenant_id, display_name, mail_nickname, mail, kind, \
        created_on, description, document
        """

    package init(_ row: inout Row) throws {
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

    package var values: [any SQLBindable] {
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
