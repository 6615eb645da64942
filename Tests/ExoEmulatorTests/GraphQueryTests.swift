import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorGraph
@testable import ExoEmulator

struct GraphQueryTests {
    private let graph: GraphBench

    init() throws { graph = try GraphBench() }

    struct FilterCase: Sendable, CustomTestStringConvertible {
        var filter: String
        var isAdvanced = false
        /// The first parts of the names found, sorted.
        var found: [String]
        var testDescription: String { filter }
    }

    @Test(arguments: [
        FilterCase(filter: "userPrincipalName eq 'ADELE@contoso.com'", found: ["adele"]),
        FilterCase(filter: "startswith(userPrincipalName,'ade')", found: ["adele"]),
        FilterCase(filter: "startswith(userPrincipalName, 'a') and startswith(displayName,'Ad')", found: ["adele"]),
        FilterCase(filter: "mailNickname in ('adele','alex','nobody')", found: ["adele", "alex"]),
        FilterCase(
            filter: "(mailNickname eq 'adele' or mailNickname eq 'alex') and accountEnabled eq true",
            found: ["adele", "alex"]
        ),
        FilterCase(filter: "mailNickname eq 'info' and accountEnabled eq false", found: ["info"]),
        FilterCase(filter: "proxyAddresses/any(p:p eq 'SMTP:adele@contoso.com')", found: ["adele"]),
        FilterCase(
            filter:
                "identities/any(i:i/issuerAssignedId eq 'alex@contoso.com' and i/signInType eq 'userPrincipalName')",
            found: ["alex"]
        ),
        FilterCase(
            filter: "proxyAddresses/any(p:startswith(p,'smtp:adele')) and startswith(mailNickname,'a')",
            found: ["adele"]
        ),
        FilterCase(filter: "endswith(userPrincipalName,'le@contoso.com')", isAdvanced: true, found: ["adele"]),
        FilterCase(
            filter: "mailNickname in ('adele','alex') and not(mailNickname eq 'alex')",
            isAdvanced: true,
            found: ["adele"]
        ),
        FilterCase(
            filter: "mailNickname in ('adele','alex') and mailNickname ne 'adele'",
            isAdvanced: true,
            found: ["alex"]
        ),
        FilterCase(filter: "displayName eq 'O''Nobody'", found: []),
        FilterCase(filter: "displayName eq 'a%_!'", found: []),
        FilterCase(filter: "startswith(displayName,'%')", found: []),
        FilterCase(filter: "createdDateTime ge 2000-01-01T00:00:00Z and mailNickname eq 'adele'", found: ["adele"]),
        FilterCase(
            filter: "createdDateTime lt 9998-12-31T23:59:59.5+14:00 and mailNickname eq 'adele'",
            found: ["adele"]
        ),
        FilterCase(filter: "accountEnabled ne null and mailNickname eq 'adele'", isAdvanced: true, found: ["adele"]),
    ])
    func filters(_ test: FilterCase) throws {
        let headers = test.isAdvanced ? [("ConsistencyLevel", "eventual")] : []
        let target = "users?$count=true&$select=mailNickname&$filter=\(PercentCoding.encoded(test.filter))"
        let answer = try graph.send("GET", target, headers: headers)
        #expect(answer.status == 200)
        #expect(answer.values.compactMap { $0["mailNickname"]?.stringValue }.sorted() == test.found)
        #expect(answer["@odata.count"] == (test.isAdvanced ? .integer(Int64(test.found.count)) : nil))
    }

    struct Mistyped: Sendable, CustomTestStringConvertible {
        var target = "users"
        var filter: String
        var says: String
        var testDescription: String { filter }
    }

    @Test(arguments: [
        Mistyped(filter: "accountEnabled eq 'true'", says: "'Edm.Boolean' and 'Edm.String' for operator kind 'Equal'"),
        Mistyped(filter: "accountEnabled in (true,'false')", says: "'Edm.Boolean' and 'Edm.String'"),
        Mistyped(filter: "not(accountEnabled eq 1)", says: "'Edm.Boolean' and 'Edm.Int32'"),
        Mistyped(filter: "mailNickname eq 'a' or displayName eq true", says: "'Edm.String' and 'Edm.Boolean'"),
        Mistyped(filter: "displayName gt 5", says: "'Edm.String' and 'Edm.Int32' for operator kind 'GreaterThan'"),
        Mistyped(filter: "createdDateTime ge '2000-01-01T00:00:00Z'", says: "'Edm.DateTimeOffset' and 'Edm.String'"),
        Mistyped(filter: "createdDateTime le 20260101", says: "'Edm.DateTimeOffset' and 'Edm.Int32'"),
        Mistyped(filter: "startswith(accountEnabled,'t')", says: "function with name 'startswith'"),
        Mistyped(filter: "startswith(displayName,true)", says: "function with name 'startswith'"),
        Mistyped(
            target: "users/adele@contoso.com/appRoleAssignments",
            filter: "resourceId eq '11111111-1111-4111-8111-111111111111'",
            says: "'Edm.Guid' and 'Edm.String'"
        ),
    ])
    func namesTheTypesOfAFilterThatDoNotGoTogether(_ test: Mistyped) throws {
        let target = "\(test.target)?$filter=\(PercentCoding.encoded(test.filter))"
        let answer = try graph.send("GET", target, headers: [("ConsistencyLevel", "eventual")])
        #expect(answer.status == 400)
        let message = answer["error"]?["message"]?.stringValue ?? ""
        #expect(message.contains(test.says), "\(message)")
    }

    @Test(arguments: ["", "&$orderby=displayName", "&$orderby=displayName%20desc"])
    func pagesThroughAllUsersOnce(_ order: String) throws {
        let all = try graph.send("GET", "users?$top=999\(order)").values.compactMap { $0["id"]?.stringValue }
        var found: [String] = []
        var next: String? = "users?$top=7\(order)"
        while let target = next {
            let answer = try graph.send("GET", target)
            #expect(answer.status == 200 && answer.values.count <= 7)
            found += answer.values.compactMap { $0["id"]?.stringValue }
            next = answer["@odata.nextLink"]?.stringValue.map { String($0.dropFirst("https://localhost:8443".count)) }
            #expect(found.count <= all.count)
        }
        #expect(found == all && Set(found).count == all.count)
    }

    @Test(arguments: ["/v1.0", "/beta", "/graph/v1.0", "/graph/beta", "/GRAPH/v1.0"])
    func pagesUnderEveryAddress(_ root: String) throws {
        let all = try graph.send("GET", "users?$top=999").values.count
        var found = 0
        var next: String? = "\(root)/users?$top=10"
        while let target = next, found < all {
            #expect(target.hasPrefix("\(root.lowercased())/users?") || found == 0)
            let answer = try graph.send("GET", target)
            found += answer.values.count
            next = answer["@odata.nextLink"]?.stringValue.map { String($0.dropFirst("https://localhost:8443".count)) }
            try #require(answer.status == 200 && !answer.values.isEmpty)
        }
        #expect(found == all && next == nil)
    }

    @Test func pagesThroughWhatTheStoreCannotFilter() throws {
        let filter = PercentCoding.encoded("proxyAddresses/any(p:startswith(p,'smtp:a'))")
        let whole = try graph.send("GET", "users?$filter=\(filter)").values.compactMap { $0["id"]?.stringValue }
        var found: [String] = []
        var next: String? = "users?$top=1&$filter=\(filter)"
        while let target = next, found.count <= whole.count {
            let answer = try graph.send("GET", target)
            found += answer.values.compactMap { $0["id"]?.stringValue }
            next = answer["@odata.nextLink"]?.stringValue.map { String($0.dropFirst("https://localhost:8443".count)) }
        }
        #expect(whole.count > 2 && found == whole)
    }

    @Test func choosesProperties() throws {
        let plain = try graph.send("GET", "users/adele@contoso.com")
        #expect(plain["accountEnabled"] == nil && plain["displayName"] != nil && plain.id != "")
        let chosen = try graph.send("GET", "users/adele@contoso.com?$select=id,accountEnabled")
        #expect(chosen.body.names == ["@odata.context", "id", "accountEnabled"])
        #expect(chosen["@odata.context"]?.stringValue?.hasSuffix("#users(id,accountEnabled)/$entity") == true)
        let bare = try graph.send(
            "GET",
            "users/adele@contoso.com?$select=id",
            headers: [("Accept", "application/json;odata.metadata=none")]
        )
        #expect(bare.body.names == ["id"])
        #expect(bare.response.header("Content-Type")?.contains("odata.metadata=none") == true)
    }

    @Test func countsAndSearches() throws {
        let headers = [("ConsistencyLevel", "eventual")]
        let all = try graph.send("GET", "users?$top=999").values.count
        let count = try graph.send("GET", "users/$count", headers: headers)
        #expect(count.response.text == String(all))
        let search = "users?$search=%22mailNickname:adel%22&$select=mailNickname&$count=true"
        let found = try graph.send("GET", search, headers: headers)
        #expect(found.values.map { $0["mailNickname"] } == ["adele"] && found["@odata.count"] == 1)
    }

    @Test func findsWhatAnInstallerLooksFor() throws {
        let exchange = try graph.send(
            "GET",
            "servicePrincipals?$filter=appId%20eq%20'00000002-0000-0ff1-ce00-000000000000'&$select=id,appRoles,oauth2PermissionScopes"
        )
        let roles = exchange.values.first?["appRoles"]?.arrayValue?.compactMap { $0["value"]?.stringValue } ?? []
        #expect(roles.contains("Exchange.ManageAsApp"))
        let organization = try graph.send("GET", "organization?$select=id,displayName,verifiedDomains")
        #expect(organization.values.first?["id"] == .string(EntraBench.contoso))
        let domains = try graph.send("GET", "domains")
        #expect(domains.values.first { $0["isInitial"] == true }?["id"] == "contoso.onmicrosoft.com")
        let filter = PercentCoding.encoded("displayName eq 'Exchange Administrator'")
        let role = try graph.send("GET", "roleManagement/directory/roleDefinitions?$filter=\(filter)")
        #expect(role.values.map { $0["templateId"] } == [.string(DirectoryRoleID.exchangeAdministrator)])
        let app = try graph.send("GET", "applications?$filter=displayName%20eq%20'Exchange%20Automation'")
        #expect(app.values.map { $0["appId"] } == [.string(EntraBench.confidentialClient)])
        let expanded = try graph.send("GET", "applications?$expand=owners&$top=1")
        #expect(expanded.values.first?["owners"]?.arrayValue != nil)
        for prefix in ["/beta/", "/v1.0/myorganization/", "/graph/v1.0/"] {
            let page = try graph.send("GET", prefix + "users?$top=1")
            #expect(page.values.count == 1)
            #expect(page["@odata.nextLink"]?.stringValue?.hasPrefix("https://localhost:8443\(prefix)users?") == true)
        }
    }

    @Test(arguments: [
        String(repeating: "(", count: 5000), String(repeating: "not ", count: 3000) + "a eq 1",
        String(repeating: "(", count: 3000) + "accountEnabled eq true" + String(repeating: ")", count: 3000),
        String(repeating: "a/any(b:", count: 500) + "b eq 1", "'", "a eq 'b", "eq", "a eq eq", "a in ()", "a in (",
        "any(",
        "a/any()", "a/b/c/d eq 1", "accountEnabled eq 1e999", "displayName eq null and", "\u{0}",
        "displayName eq '\u{0}'",
        "startswith(displayName)", "startswith(displayName,null)", "displayName gt 5", "💥 eq '💥'",
        "accountEnabled eq true or " + String(repeating: "accountEnabled eq true or ", count: 300)
            + "accountEnabled eq true",
        "identities/any(i:i/any(j:j eq 'a'))", "createdDateTime ge 99999999999-01-01T00:00:00Z",
    ])
    func neverFailsOnAFilter(_ filter: String) throws {
        for header in [[], [("ConsistencyLevel", "eventual")]] {
            let answer = try graph.send("GET", "users?$filter=\(PercentCoding.encoded(filter))", headers: header)
            #expect(answer.status == 400 || answer.status == 200)
        }
    }

    @Test(arguments: [
        "users/%", "users/%zz", "users/%00", "users/%F0%28%8C%28", "users('')", "users(", "users()",
        "applications(appId=)",
        "applications(appId='')", "applications(x='y')", "users/..%2f..%2f", "groups/%27", "users?$top=-1",
        "users?$top=9e9",
        "users?$top=99999999999999999999", "users?$skiptoken=%00", "users?$skiptoken=W10",
        "users?$skiptoken=WyIiLCIiXQ",
        "users?$orderby=%2C", "users?$orderby=proxyAddresses", "users?$expand=memberOf(", "users?$expand=)))",
        "users?$select=%2C%2C", "users?$search=%22", "users?$search=a", "users?$count=maybe",
        "oauth2PermissionGrants/AAAA",
        "roleManagement/directory/roleAssignments/-1", "servicePrincipals/x/appRoleAssignments/y", "me/me",
        "identity/x", "auditLogs/signIns/x", "$metadata", "",
    ])
    func neverFailsOnAPath(_ target: String) throws {
        for method in ["GET", "POST", "PATCH", "DELETE"] {
            for body in [nil, [:], ["ids": [5]], ["displayName": nil]] as [JSONValue?] {
                let answer = try graph.send(method, target, body, headers: [("ConsistencyLevel", "eventual")])
                #expect((200..<500).contains(answer.status), "\(method) \(target)")
            }
        }
    }
}
