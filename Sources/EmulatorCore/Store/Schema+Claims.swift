extension Migration {
    /// What a client asked of a sign-in's tokens, which those that come from it later have to hold, too.
    static let requestedClaims = Migration(
        name: "requestedClaims",
        steps: [
            """
            ALTER TABLE authorization_code ADD COLUMN claims TEXT;
            ALTER TABLE refresh_token ADD COLUMN claims TEXT;
            """
        ]
    )

    /// Keys that are published before they sign.
    static let waitingKeys = Migration(
        name: "waitingKeys",
        steps: [
            "ALTER TABLE signing_key ADD COLUMN is_waiting INTEGER NOT NULL DEFAULT 0 CHECK (is_waiting IN (0, 1));"
        ]
    )
}
