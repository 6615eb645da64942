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
        case updateServicePrincipal = "Update service principal."
        /// With a dash that is none of ASCII's, and a blank at the end.
        case changeApplicationCredentials = "Update application – Certificates and secrets management "
        case addServicePrincipalCredentials = "Add service principal credentials."
        case removeServicePrincipalCredentials = "Remove service principal credentials."
        case addApplicationOwner = "Add owner to application."
        case removeApplicationOwner = "Remove owner from application."
        case addServicePrincipalOwner = "Add owner to service principal."
        case removeServicePrincipalOwner = "Remove owner from service principal."
        case consent = "Consent to application."
        case addDelegatedGrant = "Add delegated permission grant."
        case removeDelegatedGrant = "Remove delegated permission grant."
        case addServicePrincipalRole = "Add app role assignment to service principal."
        case removeServicePrincipalRole = "Remove app role assignment from service principal."
        case addUserRole = "Add app role assignment grant to user."
        case removeUserRole = "Remove app role assignment from user."
        case addGroupRole = "Add app role assignment to group."
        case removeGroupRole = "Remove app role assignment from group."
    }

    /// What it was done to.
    package struct Target: Sendable {
        /// `User`, `Group`, `ServicePrincipal` or `Application`.
        package let kind: String
        package let id: String
        package let name: String
        /// The client id, of an application and of its service principal.
        package let appID: String?

        package init(kind: String, id: String, name: String, appID: String? = nil) {
            self.kind = kind
            self.id = id
            self.name = name
            self.appID = appID
        }
    }

    /// A property with the values that it had and has.
    package struct Change: Sendable, Equatable {
        /// Of what something else has, its kind stands in front: `Role.DisplayName`.
        package let name: String
        package let before: [String]
        package let after: [String]

        /// Whether it is one text of something else (`Role.DisplayName`), and no list of the target's own.
        package var isOfAnother: Bool { name.contains(".") }

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
