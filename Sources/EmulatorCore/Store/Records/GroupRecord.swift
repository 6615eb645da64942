#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A group of a tenant.
package struct GroupRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id = ""
    package var tenantID = ""
    package var displayName = ""
    package var mailNickname = ""
    package var mail: String?
    package var kind = GroupKind.distribution
    package var createdOn = Date(timeIntervalSince1970: 0)
    package var explanation: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    package var document = "{}"

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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("id", &id)
        try columns.value("tenant_id", &tenantID)
        try columns.value("display_name", &displayName)
        try columns.value("mail_nickname", &mailNickname)
        try columns.value("mail", &mail)
        try columns.value("kind", &kind)
        try columns.value("created_on", &createdOn)
        try columns.value("description", &explanation)
        try columns.value("document", &document)
    }
}
