#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A directory object that can still be restored.
package struct DeletedObjectRecord: Sendable, Hashable {
    package var id: String
    package var tenantID: String
    /// `application`, `servicePrincipal`, `user` or `group`.
    package var kind: String
    package var deletedOn: Date
    /// What restores it, as a JSON object.
    package var document: String

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
    package static let columns = """
        id, tenant_id, kind, deleted_on, document
        """

    package init(_ row: inout Row) throws {
        id = try row.text()
        tenantID = try row.text()
        kind = try row.text()
        deletedOn = try row.date()
        document = try row.text()
    }

    package var values: [any SQLBindable] {
        [
            id,
            tenantID,
            kind,
            deletedOn,
            document,
        ]
    }
}
