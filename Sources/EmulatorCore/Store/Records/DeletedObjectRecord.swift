#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A directory object that can still be restored.
package struct DeletedObjectRecord: Sendable, Hashable {
    package var id = ""
    package var tenantID = ""
    /// `application`, `servicePrincipal`, `user` or `group`.
    package var kind = ""
    package var deletedOn = Date(timeIntervalSince1970: 0)
    /// What restores it, as a JSON object.
    package var document = ""

    package init(id: String, tenantID: String, kind: String, deletedOn: Date, document: String) {
        self.id = id
        self.tenantID = tenantID
        self.kind = kind
        self.deletedOn = deletedOn
        self.document = document
    }
}

extension DeletedObjectRecord: StoredRecord {
    package static let table = "deleted_object"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("id", &id)
        try columns.value("tenant_id", &tenantID)
        try columns.value("kind", &kind)
        try columns.value("deleted_on", &deletedOn)
        try columns.value("document", &document)
    }
}
