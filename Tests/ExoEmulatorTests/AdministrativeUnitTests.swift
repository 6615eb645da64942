import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Parts of an organization: made by Graph, seen by Exchange, and what somebody may be confined to.
@Suite struct AdministrativeUnitTests {
    private static let units = "directory/administrativeUnits"

    private func make(_ name: String, _ harness: ExchangeHarness) throws -> String {
        let made = try harness.graph("POST", Self.units, ["displayName": .string(name), "description": "A part"])
        #expect(made.status == 201, "\(made.errorText)")
        return try #require(made.body["id"]?.stringValue)
    }

    private func add(_ user: String, to unit: String, _ harness: ExchangeHarness) throws -> ExchangeHarness.Reply {
        let id = try #require(try harness.context.directory.user(user)?.id)
        return try harness.graph(
            "POST",
            "\(Self.units)/\(unit)/members/$ref",
            ["@odata.id": .string("https://graph.microsoft.com/v1.0/directoryObjects/\(id)")]
        )
    }

    @Test func graphKeepsUnitsAndWhoIsInThem() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.graph("GET", Self.units).rows.isEmpty)
        #expect(try harness.graph("POST", Self.units, ["description": "Nameless"]).status == 400)
        let id = try make("Sales", harness)
        let path = "\(Self.units)/\(id)"
        #expect(try harness.graph("GET", path).body["displayName"] == "Sales")
        #expect(try harness.graph("GET", "\(Self.units)?$filter=displayName%20eq%20'Sales'").rows.count == 1)
        #expect(
            try harness.graph("PATCH", path, ["displayName": "Sales and more", "visibility": "Public"]).status == 204
        )
        let changed = try harness.graph("GET", path).body
        #expect(changed["displayName"] == "Sales and more" && changed["visibility"] == "Public")
        #expect(try add("adele@contoso.com", to: id, harness).status == 204)
        #expect(try add("adele@contoso.com", to: id, harness).status == 400)
        let members = try harness.graph("GET", "\(path)/members").rows
        #expect(members.map { $0["userPrincipalName"] } == ["adele@contoso.com"])
        let containers = try harness.graph("GET", "users/adele@contoso.com/memberOf").rows
        #expect(
            containers.contains {
                $0["id"] == .string(id) && $0["@odata.type"] == "#microsoft.graph.administrativeUnit"
            }
        )
        let user = try #require(members.first?["id"]?.stringValue)
        #expect(try harness.graph("DELETE", "\(path)/members/\(user)/$ref").status == 204)
        #expect(try harness.graph("DELETE", "\(path)/members/\(user)/$ref").status == 404)
        #expect(try harness.graph("DELETE", path).status == 204)
        #expect(try harness.graph("GET", path).status == 404)
    }

    @Test func exchangeShowsTheDirectorysUnits() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.done("Get-AdministrativeUnit").rows.isEmpty)
        let id = try make("Sales", harness)
        let shown = try #require(try harness.done("Get-AdministrativeUnit", ["Identity": "sales"]).rows.first)
        #expect(shown["DisplayName"] == "Sales" && shown["Id"] == .string(id), "\(shown.text())")
        #expect(try harness.done("Get-AdministrativeUnit", ["Identity": .string(id)]).rows.count == 1)
        #expect(try harness.run("Get-AdministrativeUnit", ["Identity": "nothing"]).status == 404)
    }

    @Test func anAssignmentOverAUnitReachesWhoIsInIt() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        let unit = try make("Part", harness)
        #expect(try add("debra@contoso.com", to: unit, harness).status == 204)
        let wrong: JSONObject = [
            "User": "adele", "Role": "Mail Recipients", "RecipientAdministrativeUnitScope": "Nowhere",
        ]
        #expect(try harness.run("New-ManagementRoleAssignment", wrong).status == 404)
        try harness.done(
            "New-ManagementRoleAssignment",
            ["Name": "Over", "User": "adele", "Role": "Mail Recipients", "RecipientAdministrativeUnitScope": "Part"]
        )
        let listed = try harness.done("Get-ManagementRoleAssignment", ["RecipientAdministrativeUnitScope": "Part"]).rows
        #expect(listed.map { $0["Name"] } == ["Over"])
        func change(_ who: String) throws -> ExchangeHarness.Reply {
            try harness.run("Set-Mailbox", ["Identity": .string(who), "CustomAttribute1": "x"], as: adele)
        }
        #expect(try change("debra").status == 200)
        let outside = try change("lee@contoso.com")
        #expect(outside.status == 400 && outside.errorText.contains("write scope"), "\(outside.errorText)")
        // Who comes into the unit later is reached, and nobody once the unit is gone.
        #expect(try add("lee@contoso.com", to: unit, harness).status == 204)
        #expect(try change("lee@contoso.com").status == 200)
        #expect(try harness.graph("DELETE", "\(Self.units)/\(unit)").status == 204)
        #expect(try change("debra").status == 400)
    }

    @Test func whoIsRestoredIsInTheUnitAgain() throws {
        let harness = try ExchangeHarness()
        let unit = try make("Part", harness)
        #expect(try add("lee@contoso.com", to: unit, harness).status == 204)
        let id = try #require(try harness.context.directory.user("lee@contoso.com")?.id)
        #expect(try harness.graph("DELETE", "users/\(id)").status == 204)
        #expect(try harness.graph("GET", "\(Self.units)/\(unit)/members").rows.isEmpty)
        #expect(try harness.graph("POST", "directory/deletedItems/\(id)/restore").status == 200)
        #expect(try harness.graph("GET", "\(Self.units)/\(unit)/members").rows.count == 1)
    }
}
