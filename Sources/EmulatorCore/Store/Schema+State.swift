extension Migration {
    /// In which state everything but content is, and an index of the few objects that are not in use.
    static let state = Migration(
        name: "state",
        steps: [
            """
            CREATE TABLE store_state (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                number INTEGER NOT NULL
            ) STRICT;
            INSERT INTO store_state VALUES (1, random());
            CREATE INDEX exchange_object_gone ON exchange_object (tenant_id, class, sequence) WHERE state <> 'active';
            """
        ]
    )

    /// When Exchange's objects were made and last changed, which filters ask for.
    static let moments = Migration(
        name: "moments",
        steps: [
            """
            CREATE INDEX exchange_object_created ON exchange_object (tenant_id, class, created_at);
            CREATE INDEX exchange_object_changed ON exchange_object (tenant_id, class, changed_at);
            """
        ]
    )
}
