/// A permission an app registration asks for.
struct RequiredPermissionRecord: Sendable, Hashable {
    var appID: String
    var resourceAppID: String
    var permissionID: String
    var kind: PermissionKind
}

extension RequiredPermissionRecord: StoredRecord {
    static let table = "required_permission"
    static let columns = """
        app_id, resource_app_id, permission_id, kind
        """

    init(_ row: inout Row) throws {
        appID = try row.text()
        resourceAppID = try row.text()
        permissionID = try row.text()
        kind = try row.choice()
    }

    var values: [any SQLBindable] {
        [
            appID,
            resourceAppID,
            permissionID,
            kind.rawValue,
        ]
    }
}
