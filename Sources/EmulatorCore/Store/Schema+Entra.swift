extension Migration {
    /// What registering apps, other ways of signing in and policies need beyond the first schema.
    package static let entra = Migration(name: "entra", steps: [entraColumns, entraCredentials, entraSignIn])

    /// What finds the single-page applications of an origin.
    static let singlePageOrigins = Migration(
        name: "singlePageOrigins",
        steps: ["CREATE INDEX redirect_uri_single_page ON redirect_uri (lower(uri)) WHERE kind = 'spa';"]
    )

    private static let entraColumns = """
        ALTER TABLE tenant ADD COLUMN allows_user_consent INTEGER NOT NULL DEFAULT 1 CHECK (allows_user_consent IN (0, 1));
        ALTER TABLE tenant ADD COLUMN document TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE user ADD COLUMN created_on REAL NOT NULL DEFAULT 0;
        ALTER TABLE user ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1));
        ALTER TABLE user ADD COLUMN failed_sign_ins INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE user ADD COLUMN locked_until REAL;
        ALTER TABLE user ADD COLUMN one_time_password_secret TEXT;
        ALTER TABLE user ADD COLUMN external_state TEXT CHECK (external_state IN ('PendingAcceptance', 'Accepted'));
        ALTER TABLE user ADD COLUMN document TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE directory_group ADD COLUMN created_on REAL NOT NULL DEFAULT 0;
        ALTER TABLE directory_group ADD COLUMN description TEXT;
        ALTER TABLE directory_group ADD COLUMN document TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE application ADD COLUMN created_on REAL NOT NULL DEFAULT 0;
        ALTER TABLE application ADD COLUMN access_token_version INTEGER CHECK (access_token_version IN (1, 2));
        ALTER TABLE application ADD COLUMN issues_id_tokens INTEGER NOT NULL DEFAULT 0 CHECK (issues_id_tokens IN (0, 1));
        ALTER TABLE application ADD COLUMN issues_access_tokens INTEGER NOT NULL DEFAULT 0 \
        CHECK (issues_access_tokens IN (0, 1));
        ALTER TABLE application ADD COLUMN is_disabled_by_microsoft INTEGER NOT NULL DEFAULT 0 \
        CHECK (is_disabled_by_microsoft IN (0, 1));
        ALTER TABLE application ADD COLUMN document TEXT NOT NULL DEFAULT '{}';
        CREATE INDEX application_tenant ON application (tenant_id, display_name);
        ALTER TABLE service_principal ADD COLUMN kind TEXT NOT NULL DEFAULT 'Application' \
        CHECK (kind IN ('Application', 'ManagedIdentity', 'Legacy'));
        ALTER TABLE service_principal ADD COLUMN created_on REAL NOT NULL DEFAULT 0;
        ALTER TABLE service_principal ADD COLUMN resource_id TEXT COLLATE NOCASE;
        ALTER TABLE service_principal ADD COLUMN document TEXT NOT NULL DEFAULT '{}';
        CREATE INDEX service_principal_app ON service_principal (app_id);
        ALTER TABLE exposed_permission ADD COLUMN description TEXT NOT NULL DEFAULT '';
        ALTER TABLE exposed_permission ADD COLUMN user_display_name TEXT;
        ALTER TABLE exposed_permission ADD COLUMN user_description TEXT;
        ALTER TABLE exposed_permission ADD COLUMN is_administrators_alone INTEGER NOT NULL DEFAULT 1 \
        CHECK (is_administrators_alone IN (0, 1));
        ALTER TABLE exposed_permission ADD COLUMN member_types TEXT NOT NULL DEFAULT 'Application';
        ALTER TABLE exposed_permission ADD COLUMN is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1));
        CREATE INDEX identifier_uri_resource ON identifier_uri (resource_app_id);
        CREATE INDEX delegated_grant_principal ON delegated_grant (principal_id);
        CREATE INDEX app_role_assignment_principal ON app_role_assignment (principal_id);
        CREATE INDEX app_role_assignment_resource ON app_role_assignment (tenant_id, resource_app_id);
        ALTER TABLE app_role_assignment ADD COLUMN created_on REAL NOT NULL DEFAULT 0;
        CREATE INDEX role_assignment_principal ON role_assignment (principal_id);
        """

    private static let entraCredentials = """
        ALTER TABLE client_secret ADD COLUMN starts_on REAL NOT NULL DEFAULT 0;
        ALTER TABLE client_secret ADD COLUMN principal_id TEXT;
        CREATE TABLE key_credential (
            key_id TEXT PRIMARY KEY CHECK (length(key_id) = 36),
            app_id TEXT NOT NULL REFERENCES application (app_id) ON DELETE CASCADE,
            principal_id TEXT,
            certificate TEXT NOT NULL,
            sha1_thumbprint TEXT NOT NULL,
            sha256_thumbprint TEXT NOT NULL,
            custom_key_identifier TEXT,
            display_name TEXT,
            starts_on REAL NOT NULL,
            ends_on REAL NOT NULL
        ) STRICT;
        CREATE INDEX key_credential_app ON key_credential (app_id);
        CREATE TABLE federated_credential (
            id TEXT PRIMARY KEY CHECK (length(id) = 36),
            app_id TEXT NOT NULL REFERENCES application (app_id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            issuer TEXT NOT NULL,
            subject TEXT NOT NULL,
            audiences TEXT NOT NULL,
            description TEXT,
            UNIQUE (app_id, name),
            UNIQUE (app_id, issuer, subject)
        ) STRICT;
        CREATE TABLE trusted_issuer (
            issuer TEXT PRIMARY KEY,
            keys TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE object_owner (
            object_id TEXT NOT NULL,
            owner_id TEXT NOT NULL,
            PRIMARY KEY (object_id, owner_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE deleted_object (
            id TEXT PRIMARY KEY CHECK (length(id) = 36),
            tenant_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('application', 'servicePrincipal', 'user', 'group')),
            deleted_on REAL NOT NULL,
            document TEXT NOT NULL
        ) STRICT;
        """

    private static let entraSignIn = """
        ALTER TABLE authorization_code ADD COLUMN authentication_methods TEXT NOT NULL DEFAULT 'pwd';
        ALTER TABLE refresh_token ADD COLUMN authentication_methods TEXT NOT NULL DEFAULT 'pwd';
        ALTER TABLE sign_in_session ADD COLUMN authentication_methods TEXT NOT NULL DEFAULT 'pwd';
        CREATE INDEX sign_in_session_user ON sign_in_session (user_id);
        CREATE TABLE device_code (
            device_hash TEXT PRIMARY KEY,
            user_code TEXT NOT NULL UNIQUE,
            client_id TEXT NOT NULL,
            tenant_id TEXT,
            scope TEXT NOT NULL,
            resource TEXT,
            claims TEXT,
            state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'declined', 'redeemed')),
            user_id TEXT REFERENCES user (id) ON DELETE CASCADE,
            session_id TEXT,
            authentication_methods TEXT NOT NULL,
            authenticated_on REAL,
            polled_on REAL,
            expires_on REAL NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE used_one_time_password (
            user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            expires_on REAL NOT NULL,
            PRIMARY KEY (user_id, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE void_family (
            mark TEXT PRIMARY KEY,
            voided_on REAL NOT NULL,
            expires_on REAL NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE conditional_access_policy (
            id TEXT PRIMARY KEY CHECK (length(id) = 36),
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            display_name TEXT NOT NULL CHECK (display_name <> ''),
            state TEXT NOT NULL CHECK (state IN ('enabled', 'disabled', 'enabledForReportingButNotEnforced')),
            document TEXT NOT NULL
        ) STRICT;
        CREATE INDEX conditional_access_policy_tenant ON conditional_access_policy (tenant_id);
        """
}
