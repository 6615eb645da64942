/// A verified domain of a tenant.
package struct DomainRecord: Sendable, Hashable {
    package var name = ""
    package var tenantID = ""
    package var isInitial = false
    package var isDefault = false

    package init(name: String, tenantID: String, isInitial: Bool, isDefault: Bool) {
        self.name = name
        self.tenantID = tenantID
        self.isInitial = isInitial
        self.isDefault = isDefault
    }
}

extension DomainRecord: StoredRecord {
    package static let table = "domain"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("name", &name)
        try columns.value("tenant_id", &tenantID)
        try columns.value("is_initial", &isInitial)
        try columns.value("is_default", &isDefault)
    }
}
