extension Migration {
    /// Takes away role groups and roles from the time when they could not be changed.
    package static let withoutFixedRoles = """
        DELETE FROM exchange_object
        WHERE class IN ('RoleGroup', 'ManagementRole', 'ManagementRoleAssignment', 'RoleAssignmentPolicy');
        """

    /// Which state of its roles a tenant is in; role groups and roles, which could not be changed before, are made anew.
    package static let exchangeAccess = Migration(
        name: "exchangeAccess",
        steps: [
            """
            CREATE TABLE exchange_access (
                tenant_id TEXT PRIMARY KEY REFERENCES tenant (id) ON DELETE CASCADE,
                generation TEXT NOT NULL CHECK (generation <> '')
            ) STRICT, WITHOUT ROWID;
            \(withoutFixedRoles)
            """
        ]
    )
}
