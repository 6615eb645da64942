/// What to do about the token service's refusals, by their code.
enum EntraAdvice {
    static func repair(for error: EntraError) -> Repair? {
        switch error.code {
        case 7_000_215:
            "pass the secret's value, not its id; a new one is made under App registrations › Certificates & secrets"
        case 7_000_222: "make a new secret under App registrations › Certificates & secrets; the old one expired"
        case 700_016, 70001: "check the application's id and that it is registered or consented in this tenant"
        case 7_000_229: "consent to the application in this tenant, so that it gets a service principal there"
        case 7_000_112:
            "enable the application under Enterprise applications › Properties › Enabled for users to sign in"
        case 90002, 900_023: "check the spelling of the organization and that the cloud is the right one"
        case 500_011, 70011: "check the scope: it is the service's address followed by /.default"
        case 50194, 50059: "name the tenant by its id or domain instead of common or organizations"
        case 53003: "a conditional access policy forbids it: ask the tenant's administrator to except the application"
        case 7_000_218, 7_000_216: "the application needs a secret or certificate for this"
        case 700_025: "the application is registered as a public client: register it as confidential, or send no secret"
        default: nil
        }
    }
}
