extension Migration {
    /// Parts of an organization that somebody may administer without the rest.
    static let administrativeUnits = Migration(
        name: "administrativeUnits",
        steps: [
            """
            CREATE TABLE administrative_unit (
                id TEXT PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
                tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
                display_name TEXT NOT NULL CHECK (display_name <> ''),
                description TEXT,
                document TEXT NOT NULL DEFAULT '{}'
            ) STRICT;
            CREATE INDEX administrative_unit_tenant ON administrative_unit (tenant_id, display_name);
            CREATE TABLE administrative_unit_member (
                unit_id TEXT NOT NULL REFERENCES administrative_unit (id) ON DELETE CASCADE,
                member_id TEXT NOT NULL,
                PRIMARY KEY (unit_id, member_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX administrative_unit_member_member ON administrative_unit_member (member_id);
            """
        ]
    )
}
