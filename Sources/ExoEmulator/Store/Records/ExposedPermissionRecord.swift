/// An app role or scope a resource offers.
struct ExposedPermissionRecord: Sendable, Hashable {
    var resourceAppID: String
    var kind: PermissionKind
    var permissionID: String
    /// As it stands in `roles` or `scp`.
    var value: String
    var displayName: String
}

extension ExposedPermissionRecord: StoredRecord {
    static let table = "exposed_permission"
    static let columns = """
        resource_app_id, kind, permission_id, value, display_name
        """

    init(_ row: inout Row) throws {
        resourceAppID = try row.text()
        kind = try row.choice()
        permissionID = try row.text()
        value = try row.text()
        displayName = try row.text()
    }

    var values: [any SQLBindable] {
        [
            resourceAppID,
            kind.rawValue,
            permissionID,
            value,
            displayName,
        ]
    }
}
