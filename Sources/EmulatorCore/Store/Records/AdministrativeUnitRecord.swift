/// An administrative unit of a tenant.
package struct AdministrativeUnitRecord: Sendable, Hashable {
    /// GUID in small letters.
    package var id = ""
    package var tenantID = ""
    package var displayName = ""
    package var explanation: String? = nil
    /// Properties that only Graph knows, as a JSON object.
    package var document = "{}"

    package init(id: String, tenantID: String, displayName: String) {
        self.id = id
        self.tenantID = tenantID
        self.displayName = displayName
    }
}

extension AdministrativeUnitRecord: StoredRecord {
    package static let table = "administrative_unit"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("id", &id)
        try columns.value("tenant_id", &tenantID)
        try columns.value("display_name", &displayName)
        try columns.value("description", &explanation)
        try columns.value("document", &document)
    }
}
