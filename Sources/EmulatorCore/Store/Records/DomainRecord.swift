/// A verified domain of a tenant.
package struct DomainRecord: Sendable, Hashable {
    package var name: String
    package var tenantID: String
    package var isInitial: Bool
    package var isDefault: Bool

    package init(name: String, tenantID: String, isInitial: Bool, isDefault: Bool) {
        self.name = name
        self.tenantID = tenantID
        self.isInitial = isInitial
        self.isDefault = isDefault
    }
}

extension DomainRecord: StoredRecord {
    package static let table = "domain"
    package static let columns = """
        name, tenant_id, is_initial, is_default
        """

    package init(_ row: inout Row) throws {
        name = try row.text()
        tenantID = try row.text()
        isInitial = try row.flag()
        isDefault = try row.flag()
    }

    package var values: [any SQLBindable] {
        [
            name,
            tenantID,
            isInitial,
            isDefault,
        ]
    }
}
