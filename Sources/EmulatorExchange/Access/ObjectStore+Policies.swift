import EmulatorCore
import ExoJSON

extension ObjectStore {
    /// The role assignment policy that a new mailbox gets: the default one, where anybody looked at policies.
    ///
    /// - Throws: `DatabaseError`.
    func defaultRoleAssignmentPolicy() throws -> JSONValue {
        let policies = try objects(of: .setting(noun: RoleAssignmentPolicyCmdlets.noun))
        return .string(policies.first { $0.properties["IsDefault"] == true }?.name ?? AccessDefaults.policy)
    }
}
