import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// What is told of an object before it is read is what reading it tells.
struct ExchangeScreenTests {
    private static func harness() throws -> ExchangeHarness {
        let harness = try ExchangeHarness(mailboxes: 6)
        for (number, parameters) in [
            (1, ["CustomAttribute1": "one, \"quoted\": {", "IssueWarningQuota": "10 GB"]),
            (2, ["CustomAttribute1": "two", "ProhibitSendQuota": "99 GB", "MaxSendSize": "7 MB"]),
            (3, ["HiddenFromAddressListsEnabled": true, "CustomAttribute2": "\\\"CustomAttribute1\":\"two\""]),
            (4, ["RetainDeletedItemsFor": "10.00:00:00", "RecipientLimits": "17"]),
        ] as [(Int, JSONObject)] {
            harness.context.clock.advance(by: 86_400)
            var parameters = parameters
            parameters["Identity"] = .string("bulk000\(number)")
            let reply = try harness.run("Set-Mailbox", parameters)
            #expect(reply.status == 200, "\(reply.errorText)")
        }
        return harness
    }

    private static let conditions = [
        "WhenChanged -gt '2026-09-23'", "WhenChangedUTC -le '2026-09-23'", "WhenCreated -ne '2026-09-21'",
        "CustomAttribute1 -ne 'two'", "CustomAttribute1 -eq $null", "CustomAttribute1 -notlike 't*'",
        "CustomAttribute2 -ne $null", "-not (CustomAttribute1 -eq 'two')", "Name -gt 'Bulk 3'",
        "IssueWarningQuota -lt '20GB'", "ProhibitSendQuota -eq '99GB'", "ProhibitSendQuota -ge '100GB'",
        "MaxSendSize -lt '10MB'",
        "HiddenFromAddressListsEnabled -ne $true", "RetainDeletedItemsFor -lt '14.00:00:00'", "RecipientLimits -eq 17",
        "RecipientTypeDetails -ne 'UserMailbox'", "ExchangeGuid -ne $null", "Database -ne $null",
        "EmailAddresses -notlike '*bulk*'", "-not (Alias -like 'bulk*' -and WhenChanged -lt '2026-09-24')",
    ]

    @Test(arguments: ["Get-Recipient", "Get-Mailbox"])
    func filtersOfEveryTypeFindWhatReadingEveryObjectFinds(_ cmdlet: String) throws {
        let harness = try Self.harness()
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        let view = cmdlet == "Get-Mailbox" ? NounView.mailbox : .recipient
        let builder = RowBuilder(view: view, names: objects.names)
        var rows: [ObjectRow] = []
        // Groups of Microsoft 365 are listed where their type is named.
        let types = view.types?.subtracting([RecipientTypes.groupMailbox])
        try objects.forEach(.recipient, types: types, states: [.active], in: (0, .max)) { object in
            rows.append(builder.row(object))
            return true
        }
        var known: [(text: String, filter: RecipientFilter)] = []
        for text in Self.conditions {
            do {
                known.append((text, try FilterProperties.filter(text, of: cmdlet, shape: view.shape)))
            } catch let error as AdminAPIError {
                // The two cmdlets filter by different properties.
                #expect(error.message.contains("is not a recognized filterable property"), "\(text): \(error.message)")
            }
        }
        #expect(known.count > 8)
        var screened = 0
        for (text, filter) in known {
            if FilterScreen([filter], view: view, names: objects.names) != nil { screened += 1 }
            let expected = rows.filter { filter.matches($0) }.compactMap { $0["Guid"]?.stringValue }
            let reply = try harness.run(cmdlet, ["Filter": .string(text), "ResultSize": "Unlimited"])
            #expect(reply.texts("Guid") == expected, "\(text): \(reply.errorText)")
        }
        #expect(screened > 6)
    }

    @Test func membersAreFoundInTheTextOfAnObject() {
        let text = #"{"A":"x\"y\\","B":{"C":[1,"]}",{"A":2}]},"C":[],"D":-1.5e3,"E":null}"#
        let found = StoredText.values(of: ["A", "C", "D", "E", "F"], in: text)
        #expect(found == ["A": "x\"y\\", "C": [], "D": -1500.0, "E": .null])
        #expect(StoredText.values(of: ["A"], in: "{}") == [:])
        for other in ["", "{", "[]", #"{ "A":1}"#, #"{"A":1"#, #"{"A":1}x"#, #"{"A" :1}"#, #"{"A":}"#, #"{"A"#] {
            #expect(StoredText.values(of: ["A"], in: other) == nil, "\(other)")
        }
    }

    @Test func theIndexFollowsChangesOfAnyProperty() throws {
        let harness = try Self.harness()
        for parameters in [
            ["CustomAttribute1": "new"], ["CustomAttribute1": .null, "Office": "Oslo"],
            ["DisplayName": "Bulk, Renamed"],
            ["EmailAddresses": ["Add": ["smtp:more@contoso.com"]]], ["ForwardingSmtpAddress": "away@fabrikam.com"],
            ["IssueWarningQuota": "1 GB"], ["ExtensionCustomAttribute1": ["Add": ["a", "b"]]], ["Name": "bulk-two"],
        ] as [JSONObject] {
            var parameters = parameters
            parameters["Identity"] = "bulk0002@contoso.com"
            let reply = try harness.run("Set-Mailbox", parameters)
            #expect(reply.status == 200, "\(reply.errorText)")
        }
        let store = harness.context.store
        func entries() throws -> [String] {
            try store.read { connection in
                try connection.rows("SELECT kind || ' ' || value || ' ' || sequence FROM exchange_index ORDER BY 1") {
                    try $0.text()
                }
            }
        }
        let before = try entries()
        try ObjectIndex.rebuild(in: store)
        #expect(try entries() == before)
    }

    @Test func whatIsNotInUseIsFoundWithoutAWalkThroughTheRest() throws {
        let harness = try ExchangeHarness(mailboxes: 200)
        #expect(try harness.run("Remove-Mailbox", ["Identity": "bulk0150", "Confirm": false]).status == 200)
        #expect(try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true]).texts("Alias").contains("bulk0150"))
        let steps = try harness.context.store.read { connection in
            try connection.rows("SELECT nstep FROM sqlite_stmt WHERE sql LIKE '%state <> ''active''%' AND NOT busy") {
                try $0.integer()
            }
        }
        #expect(!steps.isEmpty && steps.allSatisfy { $0 < 500 }, "\(steps)")
    }
}
