import EntraTokens
import Testing

struct CloudTests {
    struct Case: Sendable {
        var names: [String]
        var authority: String
        var exchange: String
        var compliance: String
    }

    @Test(arguments: [
        Case(
            names: ["commercial", "Commercial", "gcc", "O365Default", "AzureCloud"],
            authority: "https://login.microsoftonline.com",
            exchange: "https://outlook.office365.com/.default",
            compliance: "https://ps.compliance.protection.outlook.com/.default"
        ),
        Case(
            names: ["gcc-high", "GCCHigh", "O365USGovGCCHigh"],
            authority: "https://login.microsoftonline.us",
            exchange: "https://outlook.office365.us/.default",
            compliance: "https://ps.compliance.protection.office365.us/.default"
        ),
        Case(
            names: ["dod", "O365USGovDoD"],
            authority: "https://login.microsoftonline.us",
            exchange: "https://outlook-dod.office365.us/.default",
            compliance: "https://l5.ps.compliance.protection.office365.us/.default"
        ),
        Case(
            names: ["china", "O365China"],
            authority: "https://login.chinacloudapi.cn",
            exchange: "https://partner.outlook.cn/.default",
            compliance: "https://ps.compliance.protection.partner.outlook.cn/.default"
        ),
    ])
    func findsCloudsByTheNamesPeopleUse(_ example: Case) throws {
        for name in example.names {
            let cloud = try Cloud.named(name)
            #expect(cloud.authority == example.authority)
            #expect(cloud.exchange.scope == example.exchange)
            #expect(cloud.compliance.scope == example.compliance)
            #expect(cloud.endpoint(of: .exchange).backendPorts == [446: 443])
        }
    }

    @Test func namesOnlyCloudsItFinds() throws {
        for name in Cloud.names { #expect(try Cloud.named(name).name == name) }
    }

    @Test(arguments: ["", "mars", "germany", "O365GermanyCloud", "commercial/"])
    func refusesUnknownClouds(_ name: String) {
        let error = #expect(throws: TokenError.self) { try Cloud.named(name) }
        #expect(error?.code == .unknownCloud)
    }

    struct EmulatorCase: Sendable {
        var environment: [String: String]
        var base: String
        var authorities: String?
    }

    @Test(arguments: [
        EmulatorCase(environment: [:], base: "https://localhost:8443"),
        EmulatorCase(
            environment: ["HOME": "/home/a", "XDG_DATA_HOME": "", "EXO_EMULATOR_PORT": ""],
            base: "https://localhost:8443",
            authorities: "/home/a/.local/share/exo-emulator/ca.pem"
        ),
        EmulatorCase(
            environment: ["HOME": "/home/a", "XDG_DATA_HOME": "/data", "EXO_EMULATOR_PORT": "9000"],
            base: "https://localhost:9000",
            authorities: "/data/exo-emulator/ca.pem"
        ),
        EmulatorCase(
            environment: ["EXO_EMULATOR_HOME": "/e", "EXO_EMULATOR_PORT": "443"],
            base: "https://localhost",
            authorities: "/e/ca.pem"
        ),
        EmulatorCase(
            environment: ["XDG_DATA_HOME": "/data", "EXO_EMULATOR_HOME": "/e"],
            base: "https://localhost:8443",
            authorities: "/e/ca.pem"
        ),
    ])
    func findsTheEmulatorByTheEnvironment(_ example: EmulatorCase) throws {
        let cloud = try Cloud.named("emulator", environment: example.environment)
        #expect(cloud.authority == example.base)
        #expect(cloud.exchange.base == example.base)
        #expect(cloud.trustedAuthorities == example.authorities)
        #expect(cloud.exchange.trustedAuthorities == example.authorities)
        #expect(cloud.exchange.backendPorts == [446: 8444])
        #expect(cloud.exchange.accepts(audience: "https://outlook.office365.com/"))
        #expect(cloud.exchange.accepts(audience: example.base))
        #expect(!cloud.exchange.accepts(audience: "https://graph.microsoft.com"))
    }

    @Test(arguments: ["0", "65536", "x", "-1", "84 43"])
    func refusesPortsThatAreNone(_ port: String) {
        let error = #expect(throws: TokenError.self) {
            try Cloud.named("emulator", environment: ["EXO_EMULATOR_REGIONAL_PORT": port])
        }
        #expect(error?.code == .invalidRequest)
    }

    @Test func sendsTokensToTheServicesOwnHostsAlone() {
        let exchange = Cloud.commercial.exchange
        for host in ["outlook.office365.com", "OUTLOOK.office365.com", "eurprd01.outlook.office365.com"] {
            #expect(exchange.isOwnHost(host))
        }
        for host in ["office365.com", "outlook.office365.com.evil.test", "eviloutlook.office365.com", "", "localhost"] {
            #expect(!exchange.isOwnHost(host))
        }
        #expect(Cloud.commercial.compliance.isOwnHost("eur01b.ps.compliance.protection.outlook.com"))
    }

    @Test func trustsAGivenAuthorityEverywhere() {
        let cloud = Cloud.commercial.trusting("/ca.pem")
        #expect(cloud.trustedAuthorities == "/ca.pem")
        #expect(cloud.exchange.trustedAuthorities == "/ca.pem")
        #expect(cloud.compliance.trustedAuthorities == "/ca.pem")
    }
}
