/// An app role or scope a resource offers.
struct ExposedPermissionRecord: Sendable, Hashable {
    var resourceAppID: String
    var kind: PermissionKind
    var permissionID: String
    /// As it stands in `roles` or `scp`.
    var value: String
    var displayName: String
    var explanation: String = ""
    /// What the consent page calls it, for users.
    var userDisplayName: String? = nil
    var userExplanation: String? = nil
    /// Whether only an administrator may agree to the scope.
    var isAdministratorsAlone: Bool = true
    /// Of a role: `Application`, `User` or both.
    var memberTypes: [String] = ["Application"]
    var isEnabled: Bool = true
}

extension ExposedPermissionRecord: StoredRecord {
    static let table = "exposed_permission"
    static let columns = """
        resource_app_id, kind, permission_id, value, display_name, \
        description, user_display_name, user_description, is_administrators_alone, member_types, is_enabled
        """

    init(_ row: inout Row) throws {
        resourceAppID = try row.text()
        kind = try row.choice()
        permissionID = try row.text()
        value = try row.text()
        displayName = try row.text()
        explanation = try row.text()
        userDisplayName = try row.optionalText()
        userExplanation = try row.optionalText()
        isAdministratorsAlone = try row.flag()
        memberTypes = try row.words()
        isEnabled = try row.flag()
    }

    var values: [any SQLBindable] {
        [
            resourceAppID,
            kind.rawValue,
            permissionID,
            value,
            displayName,
            explanation,
            userDisplayName,
            userExplanation,
            isAdministratorsAlone,
            memberTypes.joined(separator: " "),
            isEnabled,
        ]
    }
}
