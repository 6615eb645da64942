/// Scopes a first-party client holds without consent.
package struct PreauthorizedClientRecord: Sendable, Hashable {
    package var resourceAppID = ""
    package var clientAppID = ""
    /// Separated by blanks.
    package var scope = ""

    package init(resourceAppID: String, clientAppID: String, scope: String) {
        self.resourceAppID = resourceAppID
        self.clientAppID = clientAppID
        self.scope = scope
    }
}

extension PreauthorizedClientRecord: StoredRecord {
    package static let table = "preauthorized_client"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("resource_app_id", &resourceAppID)
        try columns.value("client_app_id", &clientAppID)
        try columns.value("scope", &scope)
    }
}
