import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Meetings that get another organizer, and what connects the organization with others.
@Suite struct ExchangeOrganizerTests {
    private let cmdlet = "Invoke-ChangeMeetingOrganizer"

    /// The meetings ahead in somebody's calendar, by their ids.
    private func meetings(of mailbox: String, _ harness: ExchangeHarness) throws -> [String: JSONValue] {
        let rows = try harness.done(
            "Remove-CalendarEvents",
            ["Identity": .string(mailbox), "QueryWindowInDays": 1825, "PreviewOnly": true]
        ).rows
        return Dictionary(rows.map { ($0["Identity"]?.stringValue ?? "", $0) }) { first, _ in first }
    }

    private func items(in mailbox: String, _ harness: ExchangeHarness) throws -> Int64? {
        try harness.done(
            "Get-MailboxFolderStatistics",
            ["Identity": .string(mailbox), "FolderScope": "Calendar"]
        ).rows.first?["ItemsInFolder"]?.integerValue
    }

    /// The call that hands a meeting over; the id where several have its subject.
    private func call(_ meeting: JSONValue, _ harness: ExchangeHarness) throws -> JSONObject {
        let subject = try #require(meeting["Subject"])
        let named: JSONObject = ["Identity": "adele", "Subject": subject, "NewOrganizer": "megan@contoso.com"]
        var asked = named
        asked["WhatIf"] = true
        let choice = try harness.done(cmdlet, asked).rows.filter { $0["EventId"] != nil }
        guard !choice.isEmpty else { return named }
        #expect(choice.count > 1 && choice.allSatisfy { $0["Subject"] == subject })
        let id = try #require(choice.first { $0["StartTime"] == meeting["StartTime"] }?["EventId"])
        #expect(id.stringValue?.hasPrefix("AAMk") == true)
        return ["Identity": "adele", "EventId": id, "NewOrganizer": "megan@contoso.com"]
    }

    @Test func aMeetingGoesIntoTheCalendarOfItsNewOrganizerAndBack() throws {
        let harness = try ExchangeHarness()
        let before = try (own: items(in: "adele", harness) ?? 0, other: items(in: "megan", harness) ?? 0)
        let (id, meeting) = try #require(try meetings(of: "adele", harness).min { $0.key < $1.key })
        #expect(try meetings(of: "megan", harness)[id] == nil)
        var asked = try call(meeting, harness)
        asked["WhatIf"] = true
        try harness.done(cmdlet, asked)
        #expect(try meetings(of: "adele", harness)[id] == meeting)
        for _ in 0..<2 {
            try harness.done(cmdlet, try call(meeting, harness))
            #expect(try meetings(of: "adele", harness)[id] == nil)
            #expect(try meetings(of: "megan", harness)[id] == meeting)
            #expect(try items(in: "adele", harness) == before.own - 1)
            #expect(try items(in: "megan", harness) == before.other + 1)
            let log = try harness.done(
                "Get-CalendarDiagnosticObjects",
                ["Identity": "megan", "MeetingId": .string(id)]
            )
            #expect(log.rows.first?["SentRepresentingDisplayName"] == "Megan Bowen")
            try harness.done(
                cmdlet,
                [
                    "Identity": "megan", "EventId": try eventID(of: meeting, harness),
                    "NewOrganizer": "adele@contoso.com",
                ]
            )
            #expect(try meetings(of: "adele", harness)[id] == meeting)
            #expect(try items(in: "megan", harness) == before.other)
        }
    }

    /// The id of a meeting in Megan's calendar.
    private func eventID(of meeting: JSONValue, _ harness: ExchangeHarness) throws -> JSONValue {
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        let moment = ServiceDate(ExchangeHarness.moment)
        let store = ContentStore(store: harness.context.store, tenantID: tenant.id, now: moment)
        let content = MailboxContent(try #require(try objects.recipient(named: "megan@contoso.com")), in: store)
        let event = try CalendarEvent.all(in: content).first { .string($0.identifier) == meeting["Identity"] }
        return .string(try #require(event).id(in: content))
    }

    @Test func aMeetingIsNamedThatIsThereAndSomebodyElseTakesIt() throws {
        let harness = try ExchangeHarness.reading()
        func status(_ parameters: JSONObject) throws -> Int {
            var all: JSONObject = ["Identity": "adele", "NewOrganizer": "megan@contoso.com"]
            for member in parameters.members { all[member.name] = member.value }
            return try harness.run(cmdlet, all).status
        }
        #expect(try status([:]) == 400)
        #expect(try status(["Subject": "No such meeting"]) == 404)
        #expect(try status(["EventId": "AAMkAGRlMGI0"]) == 404)
        let subject = try #require(try meetings(of: "adele", harness).values.first?["Subject"])
        #expect(try status(["Subject": subject, "Identity": "nobody"]) == 404)
        #expect(try status(["Subject": subject, "NewOrganizer": "nobody@contoso.com"]) == 404)
        #expect(try status(["Subject": subject, "NewOrganizer": "adele@contoso.com"]) == 400)
        #expect(try status(["Subject": subject, "NewOrganizer": "room.baltic@contoso.com"]) == 404)
        #expect(try status(["Subject": subject, "TransferSeriesStartDate": "2020-01-01T00:00:00Z"]) == 400)
        #expect(try status(["Subject": subject, "TransferSeriesStartDate": "2090-01-01T00:00:00Z"]) == 400)
    }

    @Test func whoTakesAMeetingIsWithinTheScopeOfWhoMovesIt() throws {
        let harness = try ExchangeHarness()
        let alex = try harness.token(ofUser: "alex")
        let filter: JSONValue = "Alias -eq 'adele' -or Alias -eq 'debra'"
        try harness.done("New-ManagementScope", ["Name": "Few", "RecipientRestrictionFilter": filter])
        let role: JSONValue = "Organization Configuration"
        let assignment: JSONObject = ["User": "alex", "Role": role, "CustomRecipientWriteScope": "Few"]
        try harness.done("New-ManagementRoleAssignment", assignment)
        let meeting = try #require(try meetings(of: "adele", harness).values.first)
        var asked = try call(meeting, harness)
        let refused = try harness.run(cmdlet, asked, as: alex)
        #expect(refused.status == 400 && refused.errorText.contains("write scope"), "\(refused.errorText)")
        asked["NewOrganizer"] = "debra@contoso.com"
        let done = try harness.run(cmdlet, asked, as: alex)
        #expect(done.status == 200, "\(done.errorText)")
    }

    @Test func theSidesOfAHybridOrganizationAreToldOfEachOther() throws {
        let harness = try ExchangeHarness()
        let alone = try harness.done("Get-IntraOrganizationConfiguration")
        #expect(alone.rows.count == 1 && alone.rows.first?["OnPremiseTargetAddresses"] == [])
        #expect(alone.rows.first?["OnPremiseDiscoveryEndpoint"] == .null)
        let endpoint = alone.rows.first?["OnlineDiscoveryEndpoint"]?.stringValue
        #expect(endpoint == "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc")
        try harness.done("New-InboundConnector", ["Name": "In", "SenderDomains": ["*"]])
        try harness.done("New-OutboundConnector", ["Name": "Out", "UseMXRecord": true])
        func add(_ name: String, _ guid: String, _ domain: String) throws {
            try harness.done(
                "New-OnPremisesOrganization",
                [
                    "Name": .string(name), "OrganizationGuid": .string(guid), "HybridDomains": [.string(domain)],
                    "InboundConnector": "In", "OutboundConnector": "Out",
                ]
            )
        }
        let first = "a1135426-8d2a-4af0-a8fc-e495ed8ae1e4"
        try add("First", first, "contoso.com")
        let told = try harness.done("Get-IntraOrganizationConfiguration")
        #expect(told.rows.first?["OnPremiseTargetAddresses"] == ["contoso.com"])
        try add("Second", "b1135426-8d2a-4af0-a8fc-e495ed8ae1e4", "fabrikam.com")
        #expect(try harness.run("Get-IntraOrganizationConfiguration").status == 400)
        let named = try harness.done("Get-IntraOrganizationConfiguration", ["OrganizationGuid": .string(first)])
        #expect(named.rows.first?["OnPremiseTargetAddresses"] == ["contoso.com"])
    }

    @Test func theOtherSideReachesTheServiceByTheCoexistenceDomain() throws {
        let harness = try ExchangeHarness()
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let maker = ExchangeObjectMaker(tenant: tenant, now: ServiceDate(ExchangeHarness.moment))
        let objects = ObjectStore(store: harness.context.store, names: maker.names)
        func add(_ name: String) throws {
            let domain = DomainRecord(name: name, tenantID: tenant.id, isInitial: false, isDefault: false)
            _ = try objects.insert(maker.acceptedDomain(domain))
        }
        func address() throws -> JSONValue? {
            try harness.done("Get-IntraOrganizationConfiguration").rows.first?["OnlineTargetAddress"]
        }
        #expect(try address() == .null)
        try add("contoso.mail.onmicrosoft.com")
        #expect(try address() == "contoso.mail.onmicrosoft.com")
        let domain = try harness.done("Get-AcceptedDomain", ["Identity": "contoso.mail.onmicrosoft.com"])
        #expect(domain.rows.first?["IsCoexistenceDomain"] == true)
        try add("fabrikam.mail.onmicrosoft.com")
        #expect(try harness.run("Get-IntraOrganizationConfiguration").status == 400)
    }

    @Test func membersOfAScopeAreToldOnBothHosts() throws {
        let harness = try ExchangeHarness()
        let scope: JSONObject = ["Name": "S", "LocationType": "User", "RawQuery": "DisplayName -like 'A*'"]
        #expect(try harness.comply("New-AdaptiveScope", scope).status == 200)
        let members: JSONObject = ["Identity": "S", "PageResultSize": "Unlimited"]
        let rows = try harness.done("Get-AdaptiveScopeMembers", members).rows
        let same = try harness.comply("Get-AdaptiveScopeMembers", members).rows
        #expect(rows.count > 2 && rows == same)
        #expect(try harness.run("Get-AdaptiveScopeMembers", ["Identity": "None"]).status == 404)
    }
}
