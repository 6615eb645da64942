import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What scripts of migrations ask beside the moves themselves: endpoints, relationships, places, copies, addresses.
@Suite struct ExchangeMoveFactsTests {
    @Test func endpointsAreListedByTheirKind() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-MigrationEndpoint",
            ["Name": "Hybrid", "ExchangeRemoteMove": true, "RemoteServer": "mail.fabrikam.com"]
        )
        try harness.done(
            "New-MigrationEndpoint",
            ["Name": "Old", "IMAP": true, "RemoteServer": "imap.fabrikam.com", "Port": 993, "Security": "Ssl"]
        )
        func names(_ type: String) throws -> [String] {
            try harness.done("Get-MigrationEndpoint", ["Type": .string(type)]).texts("Identity")
        }
        #expect(try names("IMAP") == ["Old"])
        #expect(try names("ExchangeRemoteMove") == ["Hybrid"])
        #expect(try names("PublicFolder") == [])
        #expect(try harness.done("Get-MigrationEndpoint").rows.allSatisfy { $0["IsRemote"] == true })
    }

    @Test func flagsMayBeAList() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-OrganizationRelationship", ["Name": "con_fab_1", "DomainNames": ["fabrikam.com"]])
        let both: JSONValue = ["Inbound", "RemoteOutbound"]
        let forms: [JSONObject] = [
            ["MailboxMoveCapability": both],
            ["MailboxMoveCapability": both, "MailboxMoveCapability@odata.type": "#Collection(String)"],
            ["MailboxMoveCapability": "inbound, remoteoutbound"],
        ]
        for form in forms {
            var parameters: JSONObject = ["Identity": "con_fab_1", "Enabled": true]
            for member in form.members { parameters[member.name] = member.value }
            try harness.done("Set-OrganizationRelationship", parameters)
            let shown = try harness.done("Get-OrganizationRelationship", ["Identity": "con_fab_1"])
            #expect(shown.texts("MailboxMoveCapability") == ["Inbound, RemoteOutbound"])
        }
        let wrong: JSONObject = ["Identity": "con_fab_1", "MailboxMoveCapability": ["Inbound", "Sideways"]]
        #expect(try harness.run("Set-OrganizationRelationship", wrong).status == 400)
    }

    @Test func aMailboxIsFoundByWhereItIs() throws {
        let harness = try ExchangeHarness()
        let places = try harness.done("Get-MailboxLocation", ["User": "lee"]).rows
        #expect(places.count == 2)
        for place in places {
            let isArchive = place["MailboxLocationType"] == "MainArchive"
            for property in ["Identity", "MailboxGuid"] {
                let identity = try #require(place[property])
                let folders = try harness.done("Get-MailboxFolderStatistics", ["Identity": identity]).rows
                #expect(folders.first?["ContentMailboxGuid"] == place["MailboxGuid"])
                let statistics = try harness.done("Get-MailboxStatistics", ["Identity": identity]).rows
                #expect(statistics.first?["IsArchiveMailbox"] == .bool(isArchive))
            }
        }
        let other = try #require(try harness.done("Get-Mailbox", ["Identity": "adele"]).texts("ExchangeGuid").first)
        let name = try #require(try harness.done("Get-Mailbox", ["Identity": "lee"]).texts("Name").first)
        for identity in ["\(name)\\\(other)", "Nobody"] {
            let wrong = try harness.run("Get-MailboxStatistics", ["Identity": .string(identity)])
            #expect(wrong.status == 404, "\(wrong.errorText)")
            #expect(wrong.response.header("x-ExceptionTargetType") == "MailboxStatistics", "\(identity)")
        }
    }

    @Test func anArchiveIsFoundByItsGUIDWhereItIsMeantAlone() throws {
        let harness = try ExchangeHarness()
        try harness.done("Enable-Mailbox", ["Identity": "van", "Archive": true])
        let archive = try #require(try harness.done("Get-Mailbox", ["Identity": "van"]).texts("ArchiveGuid").first)
        let statistics = ["Get-MailboxStatistics", "Get-MailboxFolderStatistics"]
        for cmdlet in statistics { try harness.done(cmdlet, ["Identity": .string(archive)]) }
        // Others would take what is in the mailbox itself.
        for (cmdlet, parameters) in [
            ("Get-CalendarDiagnosticObjects", ["Identity": .string(archive)]),
            ("Export-MailboxDiagnosticLogs", ["Identity": .string(archive), "ComponentName": "MRM"]),
            ("Get-MailboxFolderPermission", ["Identity": .string("\(archive):\\Inbox")]),
        ] as [(String, JSONObject)] {
            let found = try harness.run(cmdlet, parameters)
            #expect(found.status == 404, "\(cmdlet): \(found.errorText)")
        }
        try ObjectIndex.rebuild(in: harness.context.store)
        for cmdlet in statistics { try harness.done(cmdlet, ["Identity": .string(archive)]) }
        try harness.done("Disable-Mailbox", ["Identity": "van", "Archive": true, "Confirm": false])
        #expect(try harness.run(statistics[0], ["Identity": .string(archive)]).status == 404)
    }

    @Test func aRestoreRequestCountsWhatItCopies() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-MailboxRestoreRequest",
            ["Name": "Job", "SourceMailbox": "alex", "TargetMailbox": "lee", "AllowLegacyDNMismatch": true]
        )
        func statistics() throws -> JSONValue {
            let reply = try harness.done("Get-MailboxRestoreRequestStatistics", ["Identity": "lee\\Job"])
            return try #require(reply.rows.first)
        }
        let waiting = try statistics()
        let items = waiting["EstimatedTransferItemCount"]?.integerValue ?? 0
        #expect(items > 0 && waiting["ItemsTransferred"] == 0)
        #expect(waiting["EstimatedTransferSize"]?.stringValue?.hasPrefix("0 B") == false)
        harness.context.clock.advance(by: 3600)
        let done = try statistics()
        #expect(
            done["ItemsTransferred"] == .integer(items) && done["BytesTransferred"] == waiting["EstimatedTransferSize"]
        )
    }

    @Test func anAddressOfAnyKindIsOnePersons() throws {
        let harness = try ExchangeHarness()
        func add(_ address: String, to identity: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "Set-Mailbox",
                ["Identity": .string(identity), "EmailAddresses": ["Add": [.string(address)]]]
            )
        }
        let name = "/o=Fabrikam/ou=Exchange Administrative Group/cn=Recipients/cn=op1"
        #expect(try add("x500:\(name)", to: "adele").status == 200)
        #expect(try add("x500:\(name)", to: "adele").status == 200)
        let again = try add("X500:\(name.uppercased())", to: "lee")
        #expect(again.status == 400 && again.errorText.contains("LegacyExchangeDN of"), "\(again.errorText)")
        let legacy = try #require(try harness.done("Get-Mailbox", ["Identity": "alex"]).texts("LegacyExchangeDN").first)
        #expect(try add("x500:\(legacy)", to: "lee").status == 400)
        #expect(try add("sip:someone@contoso.com", to: "adele").status == 200)
        #expect(try add("SIP:someone@contoso.com", to: "lee").status == 400)
    }
}
