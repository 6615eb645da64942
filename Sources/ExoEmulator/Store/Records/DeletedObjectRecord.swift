#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A directory object that can still be restored.
struct DeletedObjectRecord: Sendable, Hashable {
    var id: String
    var tenantID: String
    /// `application`, `servicePrincipal`, `user` or `group`.
    var kind: String
    var deletedOn: Date
    /// What restores it, as a JSON object.
    var document: String
}

extension DeletedObjectRecord: StoredRecord {
    static let table = "deleted_object"
    static let columns = """
        id, tenant_id, kind, deleted_on, document
        """

    init(_ row: inout Row) throws {
        id = try row.text()
        tenantID = try row.text()
        kind = try row.text()
        deletedOn = try row.date()
        document = try row.text()
    }

    var values: [any SQLBindable] {
        [
            id,
            tenantID,
            kind,
            deletedOn,
            document,
        ]
    }
}
