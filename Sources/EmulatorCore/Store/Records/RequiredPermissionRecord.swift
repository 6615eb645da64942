/// A permission an app registration asks for.
package struct RequiredPermissionRecord: Sendable, Hashable {
    package var appID = ""
    package var resourceAppID = ""
    package var permissionID = ""
    package var kind = PermissionKind.role

    package init(appID: String, resourceAppID: String, permissionID: String, kind: PermissionKind) {
        self.appID = appID
        self.resourceAppID = resourceAppID
        self.permissionID = permissionID
        self.kind = kind
    }
}

extension RequiredPermissionRecord: StoredRecord {
    package static let table = "required_permission"
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("app_id", &appID)
        try columns.value("resource_app_id", &resourceAppID)
        try columns.value("permission_id", &permissionID)
        try columns.value("kind", &kind)
    }
}
