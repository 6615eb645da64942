extension EntraAdvice {
    /// Where somebody has to change the application's registration or what it proves itself with.
    static let fixApplication: [Int: String] = [
        50011: "register the redirect URI under App registrations › Authentication, exactly as it is sent",
        50012: "make a new certificate and add it under App registrations › Certificates & secrets",
        65002: "use another application: Microsoft has not let this one ask for that service",
        65005: "add the service's permissions to the application under App registrations › API permissions",
        70001: "check the application's id and that it is registered or consented in this tenant",
        70002: "check the application's secret or certificate",
        70005: "switch the kind of token on under App registrations › Authentication",
        90008: "add the permission under App registrations › API permissions: the application asks for its own token",
        90009: "name the application by its id: it asks for its own token",
        90099: "consent to the application for the customer in Partner Center",
        500_113: "register a redirect URI under App registrations › Authentication",
        501_051: "assign the application a role of the service: the service wants that of whoever calls it",
        650_052: "have the tenant subscribe to the service, or an administrator add it",
        650_056: "check the application's permissions and the administrator's consent to them",
        650_057: "add the service's permissions to the application under App registrations › API permissions",
        700_016: "check the application's id and that it is registered or consented in this tenant",
        700_025: "the application is registered as a public client: register it as confidential, or send no secret",
        700_027:
            "add the certificate under App registrations › Certificates & secrets; a new one works after a minute",
        700_030: "use a certificate whose subject and issuer the application accepts",
        700_054: "switch the kind of token on under App registrations › Authentication",
        700_211: "add a federated credential with the token's issuer, as the token writes it",
        700_212: "add the token's audience to the federated credential, or get a token for the one that it has",
        700_213: "add a federated credential with the token's subject, as the token writes it",
        900_971: "register a redirect URI under App registrations › Authentication",
        7_000_112:
            "enable the application under Enterprise applications › Properties › Enabled for users to sign in",
        7_000_114: "use another application: this one may not act on behalf of users",
        7_000_215:
            "pass the secret's value, not its id; a new one is made under App registrations › Certificates & secrets",
        7_000_216: "the application needs a secret or certificate for this",
        7_000_218:
            "the application needs a secret or certificate for this, or to allow public client flows under App registrations › Authentication",
        7_000_222: "make a new secret under App registrations › Certificates & secrets; the old one expired",
        7_000_229: "consent to the application in this tenant, so that it gets a service principal there",
        9_002_325: "send a proof key with the code (PKCE): a single-page application needs it",
        9_002_326: "register the redirect URI for single-page applications, since a browser asks for the tokens",
        9_002_327:
            "register the redirect URI for mobile and desktop applications, since no browser asks for the tokens",
        9_002_332: "use another application: this one is for personal accounts alone",
    ]
}
