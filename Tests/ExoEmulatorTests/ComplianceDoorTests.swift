import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// How Security & Compliance is reached, and by whom.
@Suite struct ComplianceDoorTests {
    private static let root = "/adminapi/v1.0/\(ExchangeHarness.contoso)"
    private static let hosts = [
        ExchangeHarness.complianceHost, "EUR01B.ps.compliance.protection.outlook.com:443",
    ]

    @Test(arguments: hosts)
    func takesItsOwnTokensAtItsHostAlone(_ host: String) throws {
        let harness = try ExchangeHarness.reading()
        #expect(try harness.send("GET", "\(Self.root)/EXOModuleFile", as: "compliance", host: host).status == 200)
        let foreign = try harness.send("GET", "\(Self.root)/EXOModuleFile", as: "admin", host: host)
        #expect(foreign.status == 401)
        #expect(foreign.response.header("x-ms-diagnostics")?.contains("invalid_resource") == true)
        #expect(
            foreign.response.header("WWW-Authenticate")?.contains(
                #"client_id="00000007-0000-0ff1-ce00-000000000000""#
            ) == true
        )
        let elsewhere = try harness.send(
            "GET",
            "\(Self.root)/EXOModuleFile",
            as: "compliance",
            host: "outlook.office365.com"
        )
        #expect(elsewhere.status == 401)
        #expect(try harness.send("GET", "\(Self.root)/EXOModuleFile", host: "outlook.office365.com").status == 200)
    }

    @Test func failsOnATokenThatItCannotParse() throws {
        let harness = try ExchangeHarness.reading()
        let opaque = try harness.comply("Get-Label", as: "opaque")
        #expect(opaque.status == 500 && opaque.response.header("WWW-Authenticate") == nil)
        // {"alg":"RS256"}.{"aud":"x"}."sig"
        let forged = try harness.comply("Get-Label", as: "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.InNpZyI")
        #expect(forged.status == 401 && forged.response.header("WWW-Authenticate")?.hasPrefix("Bearer ") == true)
    }

    @Test func theTokenDecidesUnderTheEmulatorsOwnName() throws {
        let harness = try ExchangeHarness.reading()
        #expect(try harness.run("Get-Label", as: "compliance").status == 200)
        #expect(try harness.run("Get-Label").status == 403)
        #expect(try harness.run("Get-TransportRule", as: "compliance").status == 403)
        #expect(try harness.run("Get-TransportRule").status == 200)
    }

    @Test func theModuleHoldsTheCmdletsOfTheHost() throws {
        let reply = try ExchangeHarness.reading().send(
            "GET",
            "\(Self.root)/EXOModuleFile",
            as: "compliance",
            host: ExchangeHarness.complianceHost
        )
        let names = try #require(reply.rows.first?["exportedCmdlets"]?.stringValue).split(separator: ",")
        #expect(names.contains("Get-Label") && names.contains("New-ComplianceSearch"))
        #expect(names.contains("Get-RoleGroup") && !names.contains("Get-TransportRule"))
        #expect(reply.rows.first?["fileContent"]?.stringValue?.contains("function Get-Label") == true)
        for target in ["EXOBanner('AutogenSession')", "basicinfo('AdminApiState')"] {
            let answer = try ExchangeHarness.reading().send(
                "GET",
                "/adminapi/beta/\(ExchangeHarness.contoso)/\(target)",
                as: "compliance",
                host: ExchangeHarness.complianceHost
            )
            #expect(answer.status == 200, "\(target): \(answer.errorText)")
        }
    }

    @Test func aRedirectNamesTheRegionBeforeTheHostThatWasAsked() throws {
        let harness = try ExchangeHarness()
        harness.context.settings.change { $0.redirectsExchange = true }
        let host = ExchangeHarness.complianceHost
        let sent = try harness.send("GET", "\(Self.root)/EXOModuleFile?Version=3.9.0", as: "compliance", host: host)
        #expect(sent.status == 302)
        #expect(
            sent.response.header("Location")
                == "https://eur01b.admin.protection.outlook.com:446\(Self.root)/EXOModuleFile?Version=3.9.0"
        )
        // Who follows it to the letter is answered too.
        let back = "eur01b.admin.protection.outlook.com:446"
        #expect(try harness.send("GET", "\(Self.root)/EXOModuleFile", as: "compliance", host: back).status == 200)
        let there = try harness.send("GET", "\(Self.root)/EXOModuleFile", as: "compliance", host: "eur01b.\(host)")
        #expect(there.status == 200)
        let exchange = try harness.send("GET", "\(Self.root)/EXOModuleFile")
        #expect(exchange.response.header("Location")?.hasPrefix("https://localhost:446/") == true)
    }

    @Test func rolesOpenWhatTheyHold() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.comply("Get-Label", as: "compliance-reader").status == 200)
        #expect(try harness.comply("Remove-Label", ["Identity": "Public"], as: "compliance-reader").status == 403)
        #expect(try harness.comply("Get-Label", as: "compliance-nobody").status == 403)
        #expect(try harness.comply("Get-Label", as: "compliance-exchange").status == 403)
        #expect(try harness.comply("Get-Label", as: "compliance-app").status == 200)
        let refused = try harness.comply("Get-Label", as: "compliance-app-exchange")
        #expect(refused.status == 403 && refused.errorText.contains("isn't supported"), "\(refused.errorText)")
    }

    @Test func aMemberOfARoleGroupMayWhatItHolds() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.comply("Get-ComplianceCase", as: "compliance-nobody").status == 403)
        let added = try harness.comply(
            "Add-RoleGroupMember",
            ["Identity": "eDiscovery Manager", "Member": "adele@contoso.com"]
        )
        #expect(added.status == 200, "\(added.errorText)")
        #expect(try harness.comply("Get-ComplianceCase", as: "compliance-nobody").status == 200)
        #expect(try harness.comply("New-Label", ["Name": "L"], as: "compliance-nobody").status == 403)
        let members = try harness.comply("Get-RoleGroupMember", ["Identity": "eDiscoveryManager"])
        #expect(members.texts("PrimarySmtpAddress") == ["adele@contoso.com"], "\(members.errorText)")
        let again = try harness.comply(
            "Add-RoleGroupMember",
            ["Identity": "eDiscoveryManager", "Member": "adele@contoso.com"]
        )
        #expect(again.response.header("x-ExceptionType") == "MemberAlreadyExistsException")
        #expect(
            try harness.comply("Update-RoleGroupMember", ["Identity": "eDiscoveryManager", "Members": []]).status == 200
        )
        #expect(try harness.comply("Get-RoleGroupMember", ["Identity": "eDiscoveryManager"]).rows.isEmpty)
        #expect(try harness.comply("Get-ComplianceCase", as: "compliance-nobody").status == 403)
    }

    @Test func anApplicationBelongsToRoleGroupsAndToTheAdministratorsOfCases() throws {
        let harness = try ExchangeHarness()
        let caller = "compliance-app-exchange"
        func complies() throws -> Int { try harness.comply("Get-ComplianceCase", as: caller).status }
        #expect(try complies() == 403)
        let claims = try EntraBench.claims(harness.token(of: caller))
        let id = try #require(claims["oid"]?.stringValue)
        let made = try harness.comply(
            "New-ServicePrincipal",
            ["AppId": claims["appid"] ?? .null, "ObjectId": .string(id), "DisplayName": "App auth"]
        )
        #expect(made.status == 200, "\(made.errorText)")
        let member: JSONObject = ["Identity": "eDiscoveryManager", "Member": .string(id)]
        let added = try harness.comply("Add-RoleGroupMember", member)
        #expect(added.status == 200, "\(added.errorText)")
        let rows = try harness.comply("Get-RoleGroupMember", ["Identity": "eDiscoveryManager"])
        #expect(rows.texts("DisplayName") == ["App auth"] && rows.texts("RecipientType") == ["ServicePrincipal"])
        #expect(try complies() == 200)
        #expect(try harness.comply("Add-eDiscoveryCaseAdmin", ["User": "App auth"]).status == 200)
        #expect(try harness.comply("Get-eDiscoveryCaseAdmin").texts("DisplayName") == ["App auth"])
        #expect(try harness.comply("Add-eDiscoveryCaseAdmin", ["User": "Nobody"]).status == 404)
        #expect(try harness.comply("Remove-RoleGroupMember", member).status == 200)
        #expect(try complies() == 403)
    }

    @Test func roleGroupsOfBothServicesAreApart() throws {
        let harness = try ExchangeHarness()
        let made = try harness.comply("New-RoleGroup", ["Name": "Finders", "Roles": ["Compliance Search", "Preview"]])
        #expect(made.rows.first?["Roles"]?.arrayValue?.count == 2, "\(made.errorText)")
        #expect(!(try harness.run("Get-RoleGroup")).texts("Name").contains("Finders"))
        let unknown = try harness.comply("New-RoleGroup", ["Name": "Others", "Roles": ["No such role"]])
        #expect(unknown.status == 404)
        let kept = try harness.comply("Remove-RoleGroup", ["Identity": "ComplianceAdministrator"])
        #expect(kept.status == 400 && kept.errorText.contains("can't be removed"))
        #expect(try harness.comply("Remove-RoleGroup", ["Identity": "Finders"]).status == 200)
    }

    @Test func objectsTellWhoMadeThemAndWhen() throws {
        let harness = try ExchangeHarness()
        let made = try harness.comply("New-Label", ["Name": "Made", "DisplayName": "Made", "Tooltip": "x"])
        #expect(made.status == 200, "\(made.errorText)")
        let policy = try harness.comply(
            "New-RetentionCompliancePolicy",
            ["Name": "Keep", "ExchangeLocation": "All"]
        )
        let zero = "00000000-0000-0000-0000-000000000000"
        let row = try #require(policy.rows.first, "\(policy.errorText)")
        for name in ["CreatedBy", "LastModifiedBy"] {
            if let value = row[name]?.stringValue { #expect(value != zero && !value.isEmpty, "\(name)") }
        }
        let search = try harness.comply("New-ComplianceSearch", ["Name": "S", "ExchangeLocation": "All"])
        #expect(search.rows.first?["CreatedBy"]?.stringValue?.isEmpty == false)
        #expect(search.rows.first?["LastModifiedTime"]?.stringValue?.hasPrefix("2026") == true)
    }

    @Test func roleGroupsShowWhomDirectoryRolesPutIntoThem() throws {
        let groups = try ExchangeHarness.reading().comply("Get-RoleGroup", ["Identity": "OrganizationManagement"])
        #expect(groups.rows.first?["Members"]?.arrayValue?.contains("Contoso Administrator") == true)
    }
}
