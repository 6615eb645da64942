extension CmdletTable {
    /// Who may do what.
    static var access: Area {
        [
            "Add-ManagementRoleEntry": RoleEntryCmdlets.add,
            "Add-RoleGroupMember": RoleGroupMembers.add,
            "Enable-OrganizationCustomization": OrganizationCustomization(),
            "Get-AdministrativeUnit": AdministrativeUnitReader.get,
            "Get-ManagementRole": ManagementRoleCmdlets.get,
            "Get-ManagementRoleAssignment": RoleAssignmentReader.get,
            "Get-ManagementRoleEntry": RoleEntryCmdlets.get,
            "Get-ManagementScope": ManagementScopeCmdlets.get,
            "Get-RoleAssignmentPolicy": RoleAssignmentPolicyCmdlets.get,
            "Get-RoleGroup": RoleGroupCmdlets.get,
            "Get-RoleGroupMember": RoleGroupMembers.get,
            "New-ApplicationAccessPolicy": ApplicationPolicyMaker(),
            "New-ManagementRole": ManagementRoleCmdlets.new,
            "New-ManagementRoleAssignment": RoleAssignmentCmdlets.new,
            "New-ManagementScope": ManagementScopeCmdlets.new,
            "New-RoleAssignmentPolicy": RoleAssignmentPolicyCmdlets.new,
            "New-RoleGroup": RoleGroupCmdlets.new,
            "Remove-ManagementRole": ManagementRoleCmdlets.remove,
            "Remove-ManagementRoleAssignment": RoleAssignmentCmdlets.remove,
            "Remove-ManagementRoleEntry": RoleEntryCmdlets.remove,
            "Remove-ManagementScope": ManagementScopeCmdlets.remove,
            "Remove-RoleAssignmentPolicy": RoleAssignmentPolicyCmdlets.remove,
            "Remove-RoleGroup": RoleGroupCmdlets.remove,
            "Remove-RoleGroupMember": RoleGroupMembers.remove,
            "Set-ManagementRoleAssignment": RoleAssignmentCmdlets.set,
            "Set-ManagementRoleEntry": RoleEntryCmdlets.set,
            "Set-ManagementScope": ManagementScopeCmdlets.set,
            "Set-RoleAssignmentPolicy": RoleAssignmentPolicyCmdlets.set,
            "Set-RoleGroup": RoleGroupCmdlets.set,
            "Test-ApplicationAccessPolicy": ApplicationPolicyTest.test,
            "Test-ServicePrincipalAuthorization": ServicePrincipalAuthorization.test,
            "Update-RoleGroupMember": RoleGroupMembers.update,
        ]
    }
}
