/// An app role or scope a resource offers.
package struct ExposedPermissionRecord: Sendable, Hashable {
    package var resourceAppID = ""
    package var kind = PermissionKind.role
    package var permissionID = ""
    /// As it stands in `roles` or `scp`.
    package var value = ""
    package var displayName = ""
    package var explanation = ""
    /// What the consent page calls it, for users.
    package var userDisplayName: String? = nil
    package var userExplanation: String? = nil
    /// Whether only an administrator may agree to the scope.
    package var isAdministratorsAlone = true
    /// Of a role: `Application`, `User` or both.
    package var memberTypes: [String] = ["Application"]
    package var isEnabled = true

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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("resource_app_id", &resourceAppID)
        try columns.value("kind", &kind)
        try columns.value("permission_id", &permissionID)
        try columns.value("value", &value)
        try columns.value("display_name", &displayName)
        try columns.value("description", &explanation)
        try columns.value("user_display_name", &userDisplayName)
        try columns.value("user_description", &userExplanation)
        try columns.value("is_administrators_alone", &isAdministratorsAlone)
        try columns.words("member_types", &memberTypes)
        try columns.value("is_enabled", &isEnabled)
    }
}
