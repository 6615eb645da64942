#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Something that was done to the directory, for its audit log.
package struct DirectoryEvent: Sendable {
    /// What was done, in the words of the log, which end with a period.
    ///
    /// See https://learn.microsoft.com/purview/audit-log-activities.
    package enum Operation: String, Sendable, CaseIterable {
        case addUser = "Add user."
        case updateUser = "Update user."
        case deleteUser = "Delete user."
        case restoreUser = "Restore user."
        case enableAccount = "Enable account."
        case disableAccount = "Disable account."
        case changeLicence = "Change user license."
        case changePassword = "Change user password."
        case resetPassword = "Reset user password."
        case addGroup = "Add group."
        case updateGroup = "Update group."
        case deleteGroup = "Delete group."
        case addGroupMember = "Add member to group."
        case removeGroupMember = "Remove member from group."
        case addGroupOwner = "Add owner to group."
        case removeGroupOwner = "Remove owner from group."
        case addRoleMember = "Add member to role."
        case removeRoleMember = "Remove member from role."
        case addApplication = "Add application."
        case updateApplication = "Update application."
        case deleteApplication = "Delete application."
        case addServicePrincipal = "Add service principal."
        case removeServicePrincipal = "Remove service principal."
    }

    /// What it was done to.
    package struct Target: Sendable {
        /// `User`, `Group`, `ServicePrincipal` or `Application`.
        package let kind: String
        package let id: String
        package let name: String

        package init(kind: String, id: String, name: String) {
            self.kind = kind
            self.id = id
            self.name = name
        }
    }

    /// A property with the values that it had and has.
    package struct Change: Sendable, Equatable {
        package let name: String
        package let before: [String]
        package let after: [String]

        package init(_ name: String, from before: [String] = [], to after: [String] = []) {
            self.name = name
            self.before = before
            self.after = after
        }
    }

    package let operation: Operation
    package let tenantID: String
    package let moment: Date
    package let origin: DirectoryOrigin
    package let target: Target
    package let changes: [Change]

    package init(
        _ operation: Operation,
        in tenantID: String,
        at moment: Date,
        by origin: DirectoryOrigin,
        on target: Target,
        changes: [Change]
    ) {
        self.operation = operation
        self.tenantID = tenantID
        self.moment = moment
        self.origin = origin
        self.target = target
        self.changes = changes
    }
}
