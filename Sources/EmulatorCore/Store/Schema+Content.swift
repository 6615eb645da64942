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

    /// Whose account ran a cmdlet, an index of the few records of the log's switch, and what Exchange's index says of
    /// archives and of recipients that once were mailboxes.
    package static let auditAccounts = Migration(
        name: "auditAccounts",
        steps: [
            """
            ALTER TABLE exchange_audit ADD COLUMN account_id TEXT NOT NULL DEFAULT '';
            CREATE INDEX exchange_audit_switch ON exchange_audit (tenant_id, sequence)
            WHERE operation = 'Set-AdminAuditLogConfig';
            """,
            accountsByName,
            """
            INSERT OR IGNORE INTO exchange_index (scope, kind, value, sequence)
            SELECT exchange_scope.id, 13, lower(json_extract(properties, '$.ArchiveGuid')), sequence
            FROM exchange_object JOIN exchange_scope USING (tenant_id, class)
            WHERE class = 'recipient' AND is_indexed = 1 AND instr(properties, '"ArchiveGuid"') > 0
            AND json_extract(properties, '$.ArchiveGuid') <> '';
            INSERT OR IGNORE INTO exchange_index (scope, kind, value, sequence)
            SELECT exchange_scope.id, 14, 'true', sequence
            FROM exchange_object JOIN exchange_scope USING (tenant_id, class)
            WHERE class = 'recipient' AND is_indexed = 1 AND instr(properties, '"FormerIdentities"') > 0
            AND type_details NOT IN ('SharedMailbox', 'UserMailbox');
            """,
        ]
    )

    /// Finds the accounts of records that know the name alone, by who has it now.
    package static let accountsByName = """
        UPDATE exchange_audit SET account_id = coalesce(
            (SELECT id FROM user WHERE user_principal_name = user_id), ''
        ) WHERE account_id = '' AND user_id LIKE '%@%';
        """
}
