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
}
