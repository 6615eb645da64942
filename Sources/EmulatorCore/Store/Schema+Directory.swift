extension Migration {
    /// Tenants, people, groups, roles, applications, and what signing in leaves behind.
    package static let directory = Migration(
        name: "directory",
        steps: [tenants, principals, applications, permissions, signIn]
    )

    private static let tenants = """
        CREATE TABLE tenant (
            id TEXT PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
            display_name TEXT NOT NULL CHECK (display_name <> ''),
            initial_domain TEXT NOT NULL COLLATE NOCASE UNIQUE,
            default_domain TEXT NOT NULL COLLATE NOCASE UNIQUE,
            region TEXT NOT NULL
        ) STRICT;
        CREATE TABLE domain (
            name TEXT PRIMARY KEY COLLATE NOCASE CHECK (name LIKE '%_._%'),
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            is_initial INTEGER NOT NULL CHECK (is_initial IN (0, 1)),
            is_default INTEGER NOT NULL CHECK (is_default IN (0, 1))
        ) STRICT;
        CREATE INDEX domain_tenant ON domain (tenant_id);
        CREATE TABLE partner_relationship (
            customer_tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            partner_tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            principal_id TEXT NOT NULL,
            role_template_ids TEXT NOT NULL,
            expires_on REAL NOT NULL,
            PRIMARY KEY (customer_tenant_id, partner_tenant_id, principal_id),
            CHECK (customer_tenant_id <> partner_tenant_id)
        ) STRICT, WITHOUT ROWID;
        """

    private static let principals = """
        CREATE TABLE user (
            id TEXT PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            user_principal_name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (user_principal_name LIKE '_%@_%'),
            display_name TEXT NOT NULL CHECK (display_name <> ''),
            given_name TEXT, surname TEXT, job_title TEXT, department TEXT, office TEXT, mobile_phone TEXT,
            city TEXT, country TEXT,
            mail_nickname TEXT NOT NULL COLLATE NOCASE,
            mail TEXT COLLATE NOCASE,
            account_enabled INTEGER NOT NULL CHECK (account_enabled IN (0, 1)),
            password_hash TEXT,
            user_type TEXT NOT NULL CHECK (user_type IN ('Member', 'Guest')),
            tokens_valid_from REAL NOT NULL
        ) STRICT;
        CREATE INDEX user_tenant ON user (tenant_id, user_principal_name);
        CREATE TABLE directory_group (
            id TEXT PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            display_name TEXT NOT NULL CHECK (display_name <> ''),
            mail_nickname TEXT NOT NULL COLLATE NOCASE,
            mail TEXT COLLATE NOCASE,
            kind TEXT NOT NULL CHECK (kind IN ('distribution', 'mailEnabledSecurity', 'microsoft365', 'security')),
            UNIQUE (tenant_id, mail_nickname)
        ) STRICT;
        CREATE TABLE group_member (
            group_id TEXT NOT NULL REFERENCES directory_group (id) ON DELETE CASCADE,
            member_id TEXT NOT NULL,
            is_owner INTEGER NOT NULL CHECK (is_owner IN (0, 1)),
            PRIMARY KEY (group_id, member_id, is_owner)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX group_member_member ON group_member (member_id);
        CREATE TABLE role_assignment (
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            principal_id TEXT NOT NULL,
            role_template_id TEXT NOT NULL,
            PRIMARY KEY (tenant_id, principal_id, role_template_id)
        ) STRICT, WITHOUT ROWID;
        """

    private static let applications = """
        CREATE TABLE application (
            app_id TEXT PRIMARY KEY CHECK (length(app_id) = 36 AND app_id = lower(app_id)),
            object_id TEXT NOT NULL UNIQUE CHECK (length(object_id) = 36),
            tenant_id TEXT NOT NULL CHECK (length(tenant_id) = 36),
            display_name TEXT NOT NULL CHECK (display_name <> ''),
            sign_in_audience TEXT NOT NULL CHECK (sign_in_audience IN (
                'AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount', 'PersonalMicrosoftAccount')),
            is_fallback_public_client INTEGER NOT NULL CHECK (is_fallback_public_client IN (0, 1))
        ) STRICT;
        CREATE TABLE redirect_uri (
            app_id TEXT NOT NULL REFERENCES application (app_id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('web', 'spa', 'publicClient')),
            uri TEXT NOT NULL CHECK (uri <> ''),
            PRIMARY KEY (app_id, kind, uri)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE client_secret (
            app_id TEXT NOT NULL REFERENCES application (app_id) ON DELETE CASCADE,
            key_id TEXT PRIMARY KEY CHECK (length(key_id) = 36),
            hash TEXT NOT NULL,
            hint TEXT NOT NULL CHECK (length(hint) <= 3),
            display_name TEXT,
            expires_on REAL NOT NULL
        ) STRICT;
        CREATE INDEX client_secret_app ON client_secret (app_id);
        CREATE TABLE required_permission (
            app_id TEXT NOT NULL REFERENCES application (app_id) ON DELETE CASCADE,
            resource_app_id TEXT NOT NULL,
            permission_id TEXT NOT NULL CHECK (length(permission_id) = 36),
            kind TEXT NOT NULL CHECK (kind IN ('Role', 'Scope')),
            PRIMARY KEY (app_id, resource_app_id, permission_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE service_principal (
            object_id TEXT PRIMARY KEY CHECK (length(object_id) = 36),
            app_id TEXT NOT NULL,
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            display_name TEXT NOT NULL CHECK (display_name <> ''),
            account_enabled INTEGER NOT NULL CHECK (account_enabled IN (0, 1)),
            app_role_assignment_required INTEGER NOT NULL CHECK (app_role_assignment_required IN (0, 1)),
            UNIQUE (tenant_id, app_id)
        ) STRICT;
        """

    private static let permissions = """
        CREATE TABLE exposed_permission (
            resource_app_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('Role', 'Scope')),
            permission_id TEXT NOT NULL CHECK (length(permission_id) = 36),
            value TEXT NOT NULL CHECK (value <> ''),
            display_name TEXT NOT NULL,
            PRIMARY KEY (resource_app_id, kind, permission_id),
            UNIQUE (resource_app_id, kind, value)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE identifier_uri (
            uri TEXT PRIMARY KEY COLLATE NOCASE CHECK (uri <> ''),
            resource_app_id TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE preauthorized_client (
            resource_app_id TEXT NOT NULL,
            client_app_id TEXT NOT NULL,
            scope TEXT NOT NULL,
            PRIMARY KEY (resource_app_id, client_app_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE app_role_assignment (
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            principal_id TEXT NOT NULL,
            resource_app_id TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role <> ''),
            PRIMARY KEY (tenant_id, principal_id, resource_app_id, role)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE delegated_grant (
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            client_app_id TEXT NOT NULL,
            resource_app_id TEXT NOT NULL,
            principal_id TEXT NOT NULL DEFAULT '',
            scope TEXT NOT NULL,
            PRIMARY KEY (tenant_id, client_app_id, resource_app_id, principal_id)
        ) STRICT, WITHOUT ROWID;
        """

    private static let signIn = """
        CREATE TABLE signing_key (
            kid TEXT PRIMARY KEY,
            private_key_pem TEXT NOT NULL,
            certificate_pem TEXT NOT NULL,
            created_at REAL NOT NULL,
            retired INTEGER NOT NULL CHECK (retired IN (0, 1))
        ) STRICT;
        CREATE TABLE authorization_code (
            code_hash TEXT PRIMARY KEY,
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            client_id TEXT NOT NULL,
            user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
            redirect_uri TEXT NOT NULL,
            scope TEXT NOT NULL,
            resource TEXT,
            nonce TEXT,
            code_challenge TEXT,
            code_challenge_method TEXT,
            session_id TEXT,
            authenticated_on REAL NOT NULL,
            expires_on REAL NOT NULL,
            consumed_on REAL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE refresh_token (
            token_hash TEXT PRIMARY KEY,
            family_id TEXT NOT NULL,
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            client_id TEXT NOT NULL,
            user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
            scope TEXT NOT NULL,
            resource TEXT,
            session_id TEXT,
            authenticated_on REAL NOT NULL,
            issued_on REAL NOT NULL,
            expires_on REAL NOT NULL,
            consumed_on REAL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX refresh_token_family ON refresh_token (family_id);
        CREATE INDEX refresh_token_user ON refresh_token (user_id);
        CREATE TABLE consumed_assertion (
            jti TEXT NOT NULL,
            client_id TEXT NOT NULL,
            expires_on REAL NOT NULL,
            PRIMARY KEY (client_id, jti)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sign_in_session (
            id_hash TEXT PRIMARY KEY,
            session_id TEXT NOT NULL UNIQUE,
            tenant_id TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
            authenticated_on REAL NOT NULL,
            expires_on REAL NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
