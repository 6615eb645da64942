extension Migration {
    /// What lets expired things be found and go.
    package static let upkeep = Migration(
        name: "upkeep",
        steps: [
            """
            CREATE INDEX authorization_code_user ON authorization_code (user_id);
            CREATE INDEX device_code_user ON device_code (user_id);
            CREATE INDEX authorization_code_expiry ON authorization_code (expires_on);
            CREATE INDEX refresh_token_expiry ON refresh_token (expires_on);
            CREATE INDEX consumed_assertion_expiry ON consumed_assertion (expires_on);
            CREATE INDEX sign_in_session_expiry ON sign_in_session (expires_on);
            CREATE INDEX device_code_expiry ON device_code (expires_on);
            CREATE INDEX void_family_expiry ON void_family (expires_on);
            CREATE INDEX used_one_time_password_expiry ON used_one_time_password (expires_on);
            """
        ]
    )
}
