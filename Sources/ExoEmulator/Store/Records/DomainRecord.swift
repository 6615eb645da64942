/// A verified domain of a tenant.
struct DomainRecord: Sendable, Hashable {
    var name: String
    var tenantID: String
    var isInitial: Bool
    var isDefault: Bool
}

extension DomainRecord: StoredRecord {
    static let table = "domain"
    static let columns = """
        name, tenant_id, is_initial, is_default
        """

    init(_ row: inout Row) throws {
        name = try row.text()
        tenantID = try row.text()
        isInitial = try row.flag()
        isDefault = try row.flag()
    }

    var values: [any SQLBindable] {
        [
            name,
            tenantID,
            isInitial,
            isDefault,
        ]
    }
}
