/// Whether a permission is given to an app itself or to an app on behalf of a user.
package enum PermissionKind: String, Sendable, CaseIterable, ColumnValue {
    case role = "Role"
    case scope = "Scope"
}
