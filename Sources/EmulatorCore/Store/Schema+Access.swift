extension Migration {
    /// Which state of its roles a tenant is in; role groups and roles, which could not be changed before, are made anew.
    static let exchangeAccess = Migration(
        name: "exchangeAccess",
        steps: [
            """
            CREATE TABLE exchange_access (
                tenant_id TEXT PRIMARY KEY REFERENCES tenant (id) ON DELETE CASCADE,
                generation TEXT NOT NULL CHECK (generation <> '')
            ) STRICT, WITHOUT ROWID;
            DELETE FROM exchange_object
            WHERE class IN ('RoleGroup', 'ManagementRole', 'ManagementRoleAssignment', 'RoleAssignmentPolicy');
            """
        ]
    )
}
