/// An app role or scope a resource offers.
package struct ExposedPermissionRecord: Sendable, Hashable {
    package var resourceAppID: String
    package var kind: PermissionKind
    package var permissionID: String
    /// As it stands in `roles` or `scp`.
    package var value: String
    package var displayName: String
    package var explanation: String = ""
    /// What the consent page calls it, for users.
    package var userDisplayName: String? = nil
    package var userExplanation: String? = nil
    /// Whether only an administrator may agree to the scope.
    package var isAdministratorsAlone: Bool = true
    /// Of a role: `Application`, `User` or both.
    package var memberTypes: [String] = ["Application"]
    package var isEnabled: Bool = true

    package init(
        resourceAppID: String,
        kind: PermissionKind,
        permissionID: String,
        value: String,
        displayName: String,
        explanation: String = "",
        userDisplayName: String? = nil,
        userExplanation: String? = nil,
        isAdministratorsAlone: Bool = true,
        memberTypes: [String] = ["Application"],
        isEnabled: Bool = true
    ) {
        self.resourceAppID = resourceAppID
        self.kind = kind
        self.permissionID = permissionID
        self.value = value
        self.displayName = displayName
        self.explanation = explanation
        self.userDisplayName = userDisplayName
        self.userExplanation = userExplanation
        self.isAdministratorsAlone = isAdministratorsAlone
        self.memberTypes = memberTypes
        self.isEnabled = isEnabled
    }
}

extension ExposedPermissionRecord: StoredRecord {
    package static let table = "exposed_permission"
    package static let columns = """
        resource_app_id, kind, permission_id, value, display_name, \
        description, user_display_name, user_description, is_administrators_alone, member_types, is_enabled
        """

    package init(_ row: inout Row) throws {
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

    package var values: [any SQLBindable] {
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
