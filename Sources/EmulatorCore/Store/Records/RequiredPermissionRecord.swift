/// A permission an app registration asks for.
package struct RequiredPermissionRecord: Sendable, Hashable {
    package var appID: String
    package var resourceAppID: String
    package var permissionID: String
    package var kind: PermissionKind

    package init(appID: String, resourceAppID: String, permissionID: String, kind: PermissionKind) {
        self.appID = appID
        self.resourceAppID = resourceAppID
        self.permissionID = permissionID
        self.kind = kind
    }
}

extension RequiredPermissionRecord: StoredRecord {
    package static let table = "required_permission"
    package static let columns = """
        app_id, resource_app_id, permission_id, kind
        """

    package init(_ row: inout Row) throws {
        appID = try row.text()
        resourceAppID = try row.text()
        permissionID = try row.text()
        kind = try row.choice()
    }

    package var values: [any SQLBindable] {
        [
            appID,
            resourceAppID,
            permissionID,
            kind.rawValue,
        ]
    }
}
