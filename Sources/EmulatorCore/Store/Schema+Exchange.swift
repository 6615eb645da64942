extension Migration {
    /// The key under which clients encrypt the secrets among a cmdlet's parameters.
    static let exchangeParameterKey = Migration(
        name: "exchangeParameterKey",
        steps: [
            """
            CREATE TABLE exchange_parameter_key (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                private_key_pem TEXT NOT NULL
            ) STRICT;
            """
        ]
    )

    /// Exchange's objects, the ways to name them, and the listings that wait for their next page.
    package static let exchange = Migration(
        name: "exchange",
        steps: [
            """
            CREATE TABLE exchange_object (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
                class TEXT NOT NULL CHECK (class IN ('recipient', 'acceptedDomain', 'organization')),
                guid TEXT NOT NULL CHECK (length(guid) = 36),
                name TEXT NOT NULL CHECK (name <> ''),
                type_details TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'softDeleted', 'inactive')),
                created_at INTEGER NOT NULL,
                changed_at INTEGER NOT NULL,
                properties TEXT NOT NULL CHECK (properties LIKE '{%}'),
                UNIQUE (tenant_id, guid)
            ) STRICT;
            CREATE INDEX exchange_object_listing ON exchange_object (tenant_id, class, sequence);
            """,
            """
            CREATE TABLE exchange_key (
                tenant_id TEXT NOT NULL,
                class TEXT NOT NULL,
                key TEXT NOT NULL,
                kind TEXT NOT NULL,
                sequence INTEGER NOT NULL REFERENCES exchange_object (sequence) ON DELETE CASCADE,
                PRIMARY KEY (tenant_id, class, key, kind, sequence)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX exchange_address ON exchange_key (tenant_id, key) WHERE kind = 'address';
            CREATE INDEX exchange_key_object ON exchange_key (sequence);
            """,
            """
            CREATE TABLE exchange_cursor (
                id TEXT PRIMARY KEY,
                tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
                cmdlet TEXT NOT NULL,
                parameters TEXT NOT NULL CHECK (parameters LIKE '{%}'),
                anchor TEXT NOT NULL,
                server TEXT NOT NULL,
                position TEXT NOT NULL CHECK (position LIKE '{%}'),
                expires_at REAL NOT NULL
            ) STRICT;
            CREATE INDEX exchange_cursor_expiry ON exchange_cursor (expires_at);
            """,
        ]
    )

    /// Objects of every noun, some of which belong to another object, and the nouns whose first objects were made.
    static let exchangeSettings = Migration(
        name: "exchangeSettings",
        steps: [
            """
            CREATE TABLE exchange_object_any (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
                class TEXT NOT NULL CHECK (class <> ''),
                owner TEXT NOT NULL DEFAULT '' CHECK (length(owner) IN (0, 36)),
                guid TEXT NOT NULL CHECK (length(guid) = 36),
                name TEXT NOT NULL CHECK (name <> ''),
                type_details TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'softDeleted', 'inactive')),
                created_at INTEGER NOT NULL,
                changed_at INTEGER NOT NULL,
                properties TEXT NOT NULL CHECK (properties LIKE '{%}'),
                UNIQUE (tenant_id, guid)
            ) STRICT;
            INSERT INTO exchange_object_any
            SELECT sequence, tenant_id, class, '', guid, name, type_details, state, created_at, changed_at, properties
            FROM exchange_object;
            CREATE TABLE exchange_key_any (
                tenant_id TEXT NOT NULL,
                class TEXT NOT NULL,
                key TEXT NOT NULL,
                kind TEXT NOT NULL,
                sequence INTEGER NOT NULL REFERENCES exchange_object_any (sequence) ON DELETE CASCADE,
                PRIMARY KEY (tenant_id, class, key, kind, sequence)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO exchange_key_any SELECT tenant_id, class, key, kind, sequence FROM exchange_key;
            DROP TABLE exchange_key;
            DROP TABLE exchange_object;
            ALTER TABLE exchange_object_any RENAME TO exchange_object;
            ALTER TABLE exchange_key_any RENAME TO exchange_key;
            CREATE INDEX exchange_object_listing ON exchange_object (tenant_id, class, sequence);
            CREATE INDEX exchange_object_owner ON exchange_object (tenant_id, owner, class, sequence) WHERE owner <> '';
            CREATE UNIQUE INDEX exchange_address ON exchange_key (tenant_id, key) WHERE kind = 'address';
            CREATE INDEX exchange_key_object ON exchange_key (sequence);
            """,
            """
            CREATE TABLE exchange_noun (
                tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
                noun TEXT NOT NULL,
                PRIMARY KEY (tenant_id, noun)
            ) STRICT, WITHOUT ROWID;
            """,
        ]
    )

    /// One index over the names of objects and the values that filters ask for, in place of the names alone.
    ///
    /// It follows from the objects, who are marked once they are in it. Nothing else refers to it, so that an object that is
    /// gone may leave entries behind: their places are never used again.
    static let exchangeIndex = Migration(
        name: "exchangeIndex",
        steps: [
            """
            CREATE TABLE exchange_scope (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
                class TEXT NOT NULL CHECK (class <> ''),
                UNIQUE (tenant_id, class)
            ) STRICT;
            CREATE TABLE exchange_index (
                scope INTEGER NOT NULL,
                kind INTEGER NOT NULL,
                value TEXT NOT NULL,
                sequence INTEGER NOT NULL,
                PRIMARY KEY (scope, kind, value, sequence)
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER exchange_scope_end AFTER DELETE ON exchange_scope BEGIN
                DELETE FROM exchange_index WHERE scope = OLD.id;
            END;
            DROP TABLE exchange_key;
            ALTER TABLE exchange_object ADD COLUMN is_indexed INTEGER NOT NULL DEFAULT 0;
            CREATE INDEX exchange_object_unindexed ON exchange_object (sequence) WHERE is_indexed = 0;
            """
        ]
    )
}
