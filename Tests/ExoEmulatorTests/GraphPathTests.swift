import ExoJSON
import Testing

@testable import EmulatorCore

/// Paths as the service's model has them: what is not there is 400, what is there and not emulated is 501.
struct GraphPathTests {
    private let graph: GraphBench

    init() throws { graph = try GraphBench() }

    struct Case: Sendable, CustomTestStringConvertible {
        var method = "GET"
        var target: String
        var status: Int
        var testDescription: String { "\(method) \(target)" }
    }

    private func path(_ target: String) throws -> String {
        guard target.contains("{group}") || target.contains("{app}") else { return target }
        let group = try graph.send("GET", "groups?$top=1").values.first?["id"]?.stringValue ?? ""
        let app = try graph.send("GET", "applications?$top=1").values.first?["id"]?.stringValue ?? ""
        return target.replacing("{group}", with: group).replacing("{app}", with: app)
    }

    @Test(arguments: [
        Case(target: "users/adele@contoso.com/messages", status: 501),
        Case(target: "groups/{group}/messages", status: 400), Case(target: "applications/{app}/messages", status: 400),
        Case(target: "groups/{group}/team", status: 501), Case(target: "users/adele@contoso.com/team", status: 400),
        Case(target: "users/adele@contoso.com/calendar/events/x/attachments", status: 501),
        Case(method: "POST", target: "users/adele@contoso.com/sendMail", status: 501),
        Case(method: "POST", target: "users/adele@contoso.com/microsoft.graph.sendMail", status: 501),
        Case(method: "POST", target: "groups/{group}/sendMail", status: 400),
        Case(method: "POST", target: "groups/{group}/renew", status: 501),
        Case(target: "domains/contoso.com/verificationDnsRecords", status: 501),
        Case(method: "POST", target: "domains/contoso.com/verify", status: 501),
        Case(target: "domains/contoso.com/members", status: 400), Case(target: "domains/verify", status: 404),
        Case(target: "messages", status: 400), Case(target: "devices/x/owners", status: 501),
        Case(target: "identity/conditionalAccess/namedLocations", status: 501),
        Case(target: "identity/namedLocations", status: 400), Case(target: "policies/policies", status: 400),
        Case(target: "directory/deletedItems/messages", status: 404),
        Case(target: "organization/\(EntraBench.contoso)/branding", status: 501),
        Case(target: "users/nobody@contoso.com/nonsense", status: 400),
        Case(target: "users/adele@contoso.com/$ref", status: 400), Case(target: "users/$ref", status: 400),
        Case(target: "users/adele@contoso.com/displayName/x", status: 400),
        Case(target: "users/adele@contoso.com/manager/displayName", status: 400),
        Case(target: "users/adele@contoso.com/manager/graph.group", status: 404),
        Case(target: "users/adele@contoso.com/manager/graph.domain", status: 400),
        Case(target: "users/microsoft.graph.group", status: 400),
        Case(target: "users/microsoft.graph.nonsense", status: 400), Case(target: "me/nonsense", status: 400),
        Case(target: "users/adele@contoso.com/nonsense()", status: 400),
    ])
    func tellsWhatItLacksFromWhatIsNotThere(_ test: Case) throws {
        let answer = try graph.send(test.method, path(test.target), test.method == "POST" ? [:] : nil)
        #expect(answer.status == test.status && answer.errorCode != nil)
        let message = answer["error"]?["message"]?.stringValue ?? ""
        #expect(test.status != 501 || message.contains("The emulator does not have"), "\(message)")
        #expect(test.status != 400 || message.contains("Resource not found for the segment"), "\(message)")
    }

    @Test(arguments: ["graph.com", "graph.group", "graph.user", "microsoft.graph", "delta", "restore"])
    func takesNoNameOfADomainForACast(_ name: String) throws {
        let answer = try graph.send("GET", "domains/\(name)")
        #expect(answer.status == 404 && answer.errorCode == "Request_ResourceNotFound")
        #expect(answer["error"]?["message"]?.stringValue?.contains("'\(name)'") == true)
    }

    @Test func refusesAPathThatGoesRoundAndRound() throws {
        let (lynne, adele) = (try graph.send("GET", "users/lynne@contoso.com").id, "users/adele@contoso.com")
        let reference: JSONValue = ["@odata.id": .string("https://graph.microsoft.com/v1.0/users/\(lynne)")]
        #expect(try graph.send("PUT", "\(adele)/manager/$ref", reference).status == 204)
        func status(_ rounds: Int) throws -> Int {
            try graph.send("GET", adele + String(repeating: "/manager/graph.user", count: rounds)).status
        }
        #expect(try status(15) == 200)
        for rounds in [16, 500, 5000] { #expect(try status(rounds) == 400) }
    }

    @Test func goesOnBehindWhatAnObjectIsRelatedTo() throws {
        let lynne = "users/lynne@contoso.com"
        let manager = try graph.send("GET", "\(lynne)/manager")
        #expect(try graph.send("GET", "\(lynne)/manager/graph.user/displayName")["value"] == "Adele Vance")
        let reports = "\(lynne)/manager/graph.user/directReports"
        let report = try #require(try graph.send("GET", reports).values.first?["id"]?.stringValue)
        #expect(try graph.send("GET", "\(reports)/\(report)").id == report)
        #expect(try graph.send("GET", "\(reports)/\(report)/graph.user/manager/$ref").status == 200)
        #expect(try graph.send("GET", "\(reports)/\(manager.id)").status == 404)
        #expect(try graph.send("PATCH", "\(lynne)/manager", ["jobTitle": "x"]).status == 405)
        let groups = try graph.send("GET", "\(lynne)/memberOf/graph.group").values
        let group = try #require(groups.first?["id"]?.stringValue)
        #expect(try graph.send("GET", "\(lynne)/memberOf/graph.group/\(group)").id == group)
        #expect(try graph.send("GET", "\(lynne)/memberOf/\(group)/graph.group/displayName").status == 200)
        #expect(try graph.send("GET", "\(lynne)/memberOf/graph.device").values.isEmpty)
    }

    @Test(arguments: [
        "users", "groups", "applications", "servicePrincipals", "directoryRoles", "directoryRoleTemplates", "domains",
        "organization", "roleManagement/directory/roleDefinitions", "roleManagement/directory/roleAssignments",
        "oauth2PermissionGrants", "identity/conditionalAccess/policies", "auditLogs/signIns",
        "tenantRelationships/delegatedAdminRelationships", "users/adele@contoso.com/memberOf",
    ])
    func showsWhatTheModelDescribes(_ set: String) throws {
        _ = try graph.makeApplication()
        _ = try graph.entra.signIn("adele@contoso.com")
        let policy: JSONValue = [
            "displayName": "p", "state": "disabled",
            "conditions": ["users": ["includeUsers": ["All"]], "applications": ["includeApplications": ["All"]]],
            "grantControls": ["operator": "OR", "builtInControls": ["mfa"]],
        ]
        _ = try graph.send("POST", "identity/conditionalAccess/policies", policy)
        let objects = try graph.send("GET", set).values
        let names = Set(objects.flatMap(\.names)).filter { !$0.hasPrefix("@odata.") }
        for name in names {
            let chosen = try graph.send("GET", "\(set)?$select=\(name)")
            #expect(chosen.status == 200, "\(name)")
        }
        guard let id = objects.first?["id"]?.stringValue, set != "users/adele@contoso.com/memberOf" else { return }
        for name in names {
            #expect([200, 204].contains(try graph.send("GET", "\(set)/\(id)/\(name)").status), "\(name)")
        }
    }
}
