extension Migration {
    /// What differs from the content that mailboxes have from the beginning, and what was done in an organization.
    static let exchangeContent = Migration(
        name: "exchangeContent",
        steps: [
            """
            CREATE TABLE exchange_content (
                tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind <> ''),
                owner TEXT NOT NULL,
                key TEXT NOT NULL,
                value TEXT NOT NULL CHECK (value LIKE '{%}'),
                changed_at INTEGER NOT NULL,
                PRIMARY KEY (tenant_id, kind, owner, key)
            ) STRICT, WITHOUT ROWID;
            """,
            """
            CREATE TABLE exchange_audit (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
                happened_at INTEGER NOT NULL,
                operation TEXT NOT NULL CHECK (operation <> ''),
                user_id TEXT NOT NULL,
                object_id TEXT NOT NULL,
                parameters TEXT NOT NULL CHECK (parameters LIKE '{%}')
            ) STRICT;
            CREATE INDEX exchange_audit_time ON exchange_audit (tenant_id, happened_at);
            """,
        ]
    )

    /// From where, by which application and as what somebody ran a cmdlet.
    static let auditOrigin = Migration(
        name: "auditOrigin",
        steps: [
            """
            ALTER TABLE exchange_audit ADD COLUMN client_ip TEXT NOT NULL DEFAULT '';
            ALTER TABLE exchange_audit ADD COLUMN app_id TEXT NOT NULL DEFAULT '';
            ALTER TABLE exchange_audit ADD COLUMN user_type INTEGER NOT NULL DEFAULT 2;
            """
        ]
    )
}
