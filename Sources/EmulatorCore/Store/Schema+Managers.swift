extension Migration {
    /// Who leads whom.
    package static let managers = Migration(
        name: "managers",
        steps: [
            """
            CREATE TABLE user_manager (
                user_id TEXT PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
                manager_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE CHECK (manager_id <> user_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX user_manager_manager ON user_manager (manager_id);
            """
        ]
    )
}
