import ExoCrypto
import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// One valid request, at least, for everything the emulator answers.
struct MutationCorpus {
    let emulator: Emulator
    private(set) var samples: [MutationSample] = []
    private let browser: MutationBrowser
    private static let scope = "\(EntraBench.exchangeDefault) openid profile offline_access"
    private static let tokenPath = "/contoso.com/oauth2/v2.0/token"

    /// Makes an emulator and signs people in there.
    init() throws {
        emulator = try Emulator(.temporary())
        browser = MutationBrowser(emulator)
        addDocuments()
        try addSignIn()
        try addTokens()
        try addResources()
        samples += try PageCrawler(browser).samples(from: "/", limit: 80)
    }

    /// Everything but what changes the emulator itself.
    private mutating func add(
        _ name: String,
        _ request: ServerRequest,
        secrets: [String] = [],
        proofs: [String] = [],
        succeeds: Bool = true
    ) {
        samples.append(
            MutationSample(name: name, request: request, secrets: secrets, proofs: proofs, succeeds: succeeds)
        )
    }

    private mutating func addDocuments() {
        let discovery =
            "/common/discovery/instance?api-version=1.1&authorization_endpoint="
            + "https%3A%2F%2Flocalhost%3A8443%2Fcontoso.com%2Foauth2%2Fv2.0%2Fauthorize"
        for target in [
            discovery, "/contoso.com/v2.0/.well-known/openid-configuration",
            "/common/.well-known/openid-configuration", "/organizations/discovery/v2.0/keys",
            "/\(EntraBench.contoso)/discovery/keys", "/common/userrealm/admin@contoso.com?api-version=1.0",
            "/error?code=50126",
            "/common/oauth2/nativeclient?code=x",
        ] {
            add("document \(target)", browser.request("GET", target))
        }
        for target in [
            "/contoso.com/oauth2/v2.0/logout?post_logout_redirect_uri=http%3A%2F%2Flocalhost", "/common/oauth2/logout",
            "/contoso.com/v2.0/adminconsent?client_id=\(EntraBench.publicClient)&redirect_uri=http%3A%2F%2Flocalhost"
                + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&state=12345",
            "/contoso.com/adminconsent?client_id=\(EntraBench.publicClient)&redirect_uri=http%3A%2F%2Flocalhost",
            "/contoso.com/oauth2/deviceauth", "/common/oauth2/deviceauth?code=ABCDEFGHJ",
            "/metadata/endpoints?api-version=2022-09-01", "/common/userrealm/admin%40contoso.com?api-version=2.1",
        ] {
            add("page \(target)", browser.request("GET", target), succeeds: false)
        }
    }

    private mutating func addSignIn() throws {
        add("authorize", browser.request("GET", EntraBench.authorizeTarget()))
        add("authorize v1", browser.request("GET", Self.version1Target))
        add(
            "authorize form_post",
            browser.request("GET", EntraBench.authorizeTarget(["response_mode": "form_post", "prompt": "login"]))
        )
        let form = EntraBench.authorizeTarget(["prompt": "select_account"])
        add(
            "authorize by POST",
            browser.request(
                "POST",
                "/organizations/oauth2/v2.0/authorize",
                form: FormFields(parsing: form.drop { $0 != "?" }.dropFirst()).fields.map { ($0.name, $0.value) }
            )
        )
        let page = browser.send(browser.request("GET", EntraBench.authorizeTarget()))
        let signIn = try browser.submission(of: page, [("login", "admin@contoso.com"), ("password", Seed.password)])
        add("sign-in form", signIn, secrets: [Seed.password])
        browser.send(signIn)
        let session = Array(browser.cookies.filter { $0.key != "esctx" }.values)
        for (name, changes) in [
            ("silent", ["prompt": "none"]), ("again", [:]), ("consent", ["prompt": "consent"]),
            ("hybrid", ["response_type": "code id_token", "response_mode": "fragment"]),
            (
                "claims",
                ["claims": #"{"access_token":{"acrs":{"essential":true,"value":"c1"},"xms_cc":{"values":["cp1"]}}}"#]
            ),
        ] as [(String, [String: String?])] {
            add(
                "authorize \(name)",
                browser.request("GET", EntraBench.authorizeTarget(changes)),
                secrets: session,
                succeeds: false
            )
        }
        let consent = browser.send(
            browser.request(
                "GET",
                EntraBench.authorizeTarget(["scope": "https://graph.microsoft.com/User.ReadWrite.All openid"])
            )
        )
        if consent.text.contains("<form ") {
            let answer = try browser.submission(of: consent)
            add("consent form", answer, secrets: session, succeeds: false)
        }
        if case let reply = browser.send(browser.request("GET", "/common/oauth2/deviceauth")),
            reply.text.contains("<form ")
        {
            add("device form", try browser.submission(of: reply, [("code", "ABCDEFGHJ")]), succeeds: false)
        }
    }

    private static var version1Target: String {
        "/contoso.com/oauth2/authorize?"
            + EntraBench.encoded([
                ("client_id", EntraBench.publicClient), ("response_type", "code"),
                ("redirect_uri", EntraBench.redirect), ("resource", "https://outlook.office365.com/"),
                ("state", "1"), ("prompt", "login"), ("haschrome", "1"),
            ])
    }

    private func freshCode() throws -> String {
        let reply = browser.send(browser.request("GET", EntraBench.authorizeTarget()))
        return try #require(reply.locationFields["code"], "\(reply.status) \(reply.text)")
    }

    private mutating func addTokens() throws {
        let code = try freshCode()
        add(
            "redeem code",
            browser.request("POST", Self.tokenPath, form: EntraBench.redemption(code)),
            secrets: [code],
            proofs: ["code"]
        )
        let tokens = try browser.json(
            browser.request("POST", Self.tokenPath, form: EntraBench.redemption(try freshCode()))
        )
        let refresh = try #require(tokens["refresh_token"]?.stringValue)
        add(
            "refresh",
            browser.request(
                "POST",
                Self.tokenPath,
                form: [
                    ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
                    ("refresh_token", refresh), ("scope", Self.scope),
                ]
            ),
            secrets: [refresh],
            proofs: ["refresh_token"]
        )
        let secret = [("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret)]
        add(
            "client credentials",
            browser.request(
                "POST",
                Self.tokenPath,
                form: secret + [("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault)],
                headers: [("client-request-id", EntraBench.correlation), ("x-client-SKU", "MSAL.Python")]
            ),
            secrets: [EntraBench.secret],
            proofs: ["client_secret"]
        )
        add(
            "client credentials v1",
            browser.request(
                "POST",
                "/contoso.com/oauth2/token",
                form: secret + [("grant_type", "client_credentials"), ("resource", "https://outlook.office365.com")]
            ),
            secrets: [EntraBench.secret],
            proofs: ["client_secret"]
        )
        let basic = Base64.encode(Array("\(EntraBench.confidentialClient):\(EntraBench.secret)".utf8))
        add(
            "client credentials by Basic",
            browser.request(
                "POST",
                Self.tokenPath,
                form: [("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault)],
                headers: [("Authorization", "Basic \(basic)")]
            ),
            secrets: [EntraBench.secret, basic]
        )
        let assertion = tokens["id_token"]?.stringValue ?? ""
        add(
            "certificate",
            browser.request(
                "POST",
                Self.tokenPath,
                form: [
                    ("client_id", EntraBench.confidentialClient), ("grant_type", "client_credentials"),
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                    ("client_assertion", assertion), ("scope", EntraBench.exchangeDefault),
                ]
            ),
            secrets: [assertion],
            succeeds: false
        )
        add(
            "on behalf of",
            browser.request(
                "POST",
                Self.tokenPath,
                form: secret + [
                    ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion),
                    ("requested_token_use", "on_behalf_of"), ("scope", EntraBench.exchangeDefault),
                ]
            ),
            secrets: [EntraBench.secret, assertion],
            succeeds: false
        )
        add(
            "password",
            browser.request(
                "POST",
                "/organizations/oauth2/v2.0/token",
                form: [
                    ("client_id", EntraBench.publicClient), ("grant_type", "password"),
                    ("username", "adele@contoso.com"), ("password", Seed.password), ("scope", Self.scope),
                    ("claims", #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#),
                ]
            ),
            secrets: [Seed.password],
            proofs: ["password"],
            succeeds: false
        )
        let deviceRequest = browser.request(
            "POST",
            "/organizations/oauth2/v2.0/devicecode",
            form: [("client_id", EntraBench.publicClient), ("scope", Self.scope)]
        )
        add("device code", deviceRequest, succeeds: false)
        let device = try browser.json(deviceRequest)["device_code"]?.stringValue ?? "no-device-code"
        add(
            "poll",
            browser.request(
                "POST",
                "/organizations/oauth2/v2.0/token",
                form: [
                    ("client_id", EntraBench.publicClient),
                    ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", device),
                ]
            ),
            secrets: [device],
            proofs: ["device_code"],
            succeeds: false
        )
    }

    private mutating func addResources() throws {
        let tokens = try browser.json(
            browser.request("POST", Self.tokenPath, form: EntraBench.redemption(try freshCode()))
        )
        let exchange = try #require(tokens["access_token"]?.stringValue)
        let authorization = ("Authorization", "Bearer \(exchange)")
        let admin = "/adminapi/beta/\(EntraBench.contoso)"
        add(
            "cmdlet",
            browser.request(
                "POST",
                "\(admin)/InvokeCommand",
                json: [
                    "CmdletInput": [
                        "CmdletName": "Get-Mailbox",
                        "Parameters": ["ResultSize": 3, "Filter": "Alias -like 'a*'"],
                    ]
                ],
                headers: [authorization, ("X-AnchorMailbox", "UPN:admin@contoso.com"), ("X-ResponseFormat", "json")]
            ),
            secrets: [exchange]
        )
        add(
            "cmdlet for the module",
            browser.request(
                "POST",
                "\(admin)/InvokeCommand",
                json: ["CmdletInput": ["CmdletName": "Get-OrganizationConfig", "Parameters": [:]]],
                headers: [authorization, ("X-AnchorMailbox", "UPN:admin@contoso.com"), ("X-ResponseFormat", "clixml")]
            ),
            secrets: [exchange]
        )
        add("module", browser.request("GET", "\(admin)/EXOModuleFile", headers: [authorization]), secrets: [exchange])
        addWrites(exchange)
        for (method, target) in [
            ("GET", "/adminapi/v2.0/contoso.com"), ("POST", "/adminapi/v2.0/contoso.com/Mailbox"),
            ("GET", "\(admin)/Mailbox('adele@contoso.com')/MailboxFolder"), ("POST", "\(admin)/$batch"),
            ("GET", "\(admin)/EXOBanner('AutogenSession')?Version=3.9.0"),
            ("GET", "\(admin)/basicinfo('AdminApiState')"),
        ] {
            let request = browser.request(method, target, headers: [authorization])
            add("admin API \(target)", request, secrets: [exchange], succeeds: false)
        }
        let graph = try browser.json(
            browser.request(
                "POST",
                Self.tokenPath,
                form: [
                    ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
                    ("refresh_token", tokens["refresh_token"]?.stringValue ?? ""),
                    ("scope", "https://graph.microsoft.com/.default"),
                ]
            )
        )
        let token = try #require(graph["access_token"]?.stringValue)
        let bearer = ("Authorization", "Bearer \(token)")
        for target in [
            "/v1.0/me", "/v1.0/users?$top=2&$select=id,displayName", "/v1.0/organization", "/v1.0/domains",
            "/v1.0/users?$filter=startswith(userPrincipalName,'a')&$count=true", "/v1.0/directoryRoles?$expand=members",
            "/v1.0/applications?$filter=appId%20eq%20'\(EntraBench.publicClient)'", "/v1.0/groups",
            "/v1.0/servicePrincipals(appId='\(ResourceAPI.graph)')", "/beta/me", "/oidc/userinfo",
            "/v1.0/auditLogs/signIns", "/tenants?api-version=2020-01-01", "/subscriptions?api-version=2020-01-01",
        ] {
            add(
                "graph \(target)",
                browser.request("GET", target, headers: [bearer]),
                secrets: [token],
                succeeds: false
            )
        }
        add("batch", batch(bearer), secrets: [token])
        add(
            "register",
            browser.request(
                "POST",
                "/v1.0/applications",
                json: [
                    "displayName": "Made by a test", "signInAudience": "AzureADMyOrg",
                    "publicClient": ["redirectUris": ["http://localhost"]],
                    "requiredResourceAccess": [
                        [
                            "resourceAppId": .string(ResourceAPI.exchange),
                            "resourceAccess": [
                                ["id": "dc50a0fb-09a3-484d-be87-e023b12c6440", "type": "Role"]
                            ],
                        ]
                    ],
                ],
                headers: [bearer]
            ),
            secrets: [token],
            succeeds: false
        )
        for (target, headers) in [
            (
                "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Foutlook.office365.com",
                [("Metadata", "true")]
            ),
            (
                "/metadata/identity/oauth2/token?api-version=2020-06-01&resource=https%3A%2F%2Foutlook.office365.com",
                [("Metadata", "true")]
            ),
            (
                "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Foutlook.office365.com",
                [("X-IDENTITY-HEADER", "identity-header")]
            ),
            ("/metadata/instance?api-version=2021-02-01", [("Metadata", "true")]),
        ] {
            for listener in ["front", "identity"] {
                add(
                    "identity \(target)",
                    browser.request("GET", target, headers: headers, listener: listener),
                    succeeds: false
                )
            }
        }
    }

    /// Cmdlets that change something, with values of every type.
    private mutating func addWrites(_ token: String) {
        let headers = [("Authorization", "Bearer \(token)"), ("X-AnchorMailbox", "UPN:admin@contoso.com")]
        let writes: [(String, JSONObject)] = [
            ("texts", ["DisplayName": "Adele V", "CustomAttribute1": "a", "MailTip": "Away", "Office": "18/1111"]),
            (
                "values",
                [
                    "RetainDeletedItemsFor": "14.00:00:00", "LitigationHoldDuration": "365.00:00:00",
                    "MaxSendSize": "25MB", "IssueWarningQuota": "49.5 GB (53,150,220,288 bytes)",
                    "EndDateForRetentionHold": "7/2/2026 3:04 PM", "StartDateForRetentionHold": "2026-07-01T01:04:05",
                    "ResourceCapacity": 8, "RecipientLimits": 250, "HiddenFromAddressListsEnabled": true,
                    "SendModerationNotifications": 2, "ExternalOofOptions": "Int",
                ]
            ),
            (
                "lists",
                [
                    "EmailAddresses": ["@odata.type": "#Exchange.GenericHashTable", "Add": ["smtp:a@contoso.com"]],
                    "GrantSendOnBehalfTo": ["alex", "joni"], "ExtensionCustomAttribute1": ["a", "b"],
                    "AuditOwner": ["Remove": "Update"], "AcceptMessagesOnlyFrom": "alex",
                ]
            ),
            (
                "names",
                [
                    "Alias": "adele.v", "WindowsEmailAddress": "adele@contoso.com",
                    "MicrosoftOnlineServicesID": "adele@contoso.com", "ForwardingSmtpAddress": "a@example.com",
                    "ForwardingAddress": "alex", "Type": "Regular",
                ]
            ),
            ("a question", ["LitigationHoldEnabled": true, "WhatIf": true, "WarningAction": "SilentlyContinue"]),
        ]
        for (name, parameters) in writes {
            var parameters = parameters
            parameters["Identity"] = "adele@contoso.com"
            let request = browser.request(
                "POST",
                "/adminapi/beta/\(EntraBench.contoso)/InvokeCommand",
                json: ["CmdletInput": ["CmdletName": "Set-Mailbox", "Parameters": .object(parameters)]],
                headers: headers
            )
            add("write \(name)", request, secrets: [token])
        }
    }

    /// Several calls of Graph in one.
    private func batch(_ bearer: (String, String)) -> ServerRequest {
        let items: [JSONValue] = [
            ["id": "1", "method": "GET", "url": "/me?$select=id"],
            ["id": "2", "method": "GET", "url": "/users?$top=2", "headers": ["ConsistencyLevel": "eventual"]],
            [
                "id": "3", "method": "PATCH", "url": "/users/adele@contoso.com", "dependsOn": ["1"],
                "headers": ["Content-Type": "application/json"], "body": ["city": "Redmond"],
            ],
        ]
        return browser.request("POST", "/v1.0/$batch", json: ["requests": .array(items)], headers: [bearer])
    }
}
