import CmdletCatalogue
import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// The index finds what a walk through all objects finds.
struct ExchangeIndexTests {
    /// Recipients whose values try the index: several scripts, compositions, letters that patterns know.
    private static let nasty: [(alias: String, properties: JSONObject)] = [
        ("nasty1", ["Department": "Köln [a-z]?", "Title": "Mu\u{308}ller", "CustomAttribute1": "A*B"]),
        ("nasty2", ["Department": "KÖLN", "Title": "Müller", "CustomAttribute1": "a?b", "Office": "_%'\""]),
        ("nasty3", ["Department": "山田 部", "HiddenFromAddressListsEnabled": true, "Company": "smtp:odd"]),
        ("nasty4", ["Department": "İstanbul", "ForwardingSmtpAddress": "smtp:away@fabrikam.com", "City": "Straße"]),
        ("nasty5", ["CustomAttribute1": "", "ExtensionCustomAttribute1": ["one two", "THREE"], "Office": "x"]),
    ]

    private static func harness() throws -> ExchangeHarness {
        let harness = try ExchangeHarness(mailboxes: 12)
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let maker = ExchangeObjectMaker(tenant: tenant, now: ServiceDate(ExchangeHarness.moment))
        let objects = ObjectStore(store: harness.context.store, names: maker.names)
        for (place, (alias, properties)) in nasty.enumerated() {
            var object = maker.recipient(
                SeedPerson(kind: .user, tenantID: tenant.id, alias: alias, domain: "contoso.com", displayName: alias)
            )
            maker.add(properties, to: &object)
            object.created = object.created.adding(days: -place)
            object.changed = object.changed.adding(days: -place / 2)
            try objects.insert(object)
        }
        return harness
    }

    /// Filters made of what the recipients show: each value, its beginning, its middle and its end.
    private static func filters(_ rows: [ObjectRow], cmdlet: String) -> [String] {
        var texts: [String: Set<String>] = [:]
        for facts in CmdletCatalogue.filterProperties where facts.cmdlets.contains(cmdlet) {
            guard
                IndexKind.properties[facts.name.lowercased()] != nil
                    || [
                        "Name", "Alias", "DisplayName", "EmailAddresses", "PrimarySmtpAddress", "RecipientTypeDetails",
                        "UserPrincipalName", "Guid", "ExternalDirectoryObjectId", "LegacyExchangeDN",
                    ].contains(facts.name)
            else { continue }
            for row in rows {
                for text in IndexEntry.texts(of: row[facts.name] ?? .null) where !text.contains("'") {
                    texts[facts.name, default: []].insert(text)
                }
            }
        }
        return texts.sorted { $0.key < $1.key }.flatMap { name, values -> [String] in
            values.sorted().prefix(14).flatMap { value -> [String] in
                let half = value.count / 2
                let patterns = [
                    "\(value.prefix(half))*", "*\(value.suffix(half))", "*\(value.dropFirst(1).prefix(half))*",
                    "\(value.prefix(2))*\(value.suffix(2))", value.uppercased(),
                ]
                return ["\(name) -eq '\(value)'", "\(name) -ne $null"] + patterns.map { "\(name) -like '\($0)'" }
            }
        }
    }

    @Test(arguments: ["Get-Recipient", "Get-Mailbox", "Get-User"])
    func filtersFindWhatAWalkFinds(_ cmdlet: String) throws {
        let harness = try Self.harness()
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        let views = ["Get-Recipient": NounView.recipient, "Get-Mailbox": .mailbox, "Get-User": .user]
        let view = try #require(views[cmdlet])
        let builder = RowBuilder(view: view, names: objects.names)
        var rows: [ObjectRow] = []
        try objects.forEach(.recipient, types: view.types, states: [.active], in: (0, .max)) { object in
            rows.append(builder.row(object))
            return true
        }
        let all = Self.filters(rows, cmdlet: cmdlet)
        #expect(all.count > 300)
        var indexed = 0
        for text in all {
            let filter: RecipientFilter
            do { filter = try FilterProperties.filter(text, of: cmdlet, shape: view.shape) } catch { continue }
            let expected = rows.filter { filter.matches($0) }.compactMap { $0["Guid"]?.stringValue }
            if filter.search(in: view.shape, states: [.active]) != nil { indexed += 1 }
            var found: [String] = []
            try objects.forEach(
                .recipient,
                types: view.types,
                states: [.active],
                in: (0, .max),
                among: .narrowing(
                    filters: [filter],
                    search: nil,
                    types: view.types,
                    states: [.active],
                    shape: view.shape
                )
            ) { object in
                if filter.matches(builder.row(object)) { found.append(object.guid) }
                return true
            }
            #expect(found == expected, "\(text)")
        }
        #expect(indexed > 200)
    }

    @Test func filtersOfSeveralPartsFindWhatAWalkFinds() throws {
        let harness = try Self.harness()
        for (filter, aliases) in [
            ("Alias -like 'nasty*' -and Department -like 'k*'", ["nasty1", "nasty2"]),
            ("Alias -eq 'nasty1' -or Title -eq 'müller'", ["nasty1", "nasty2"]),
            ("Alias -like 'nasty*' -and -not (Department -like 'k*') -and Office -eq 'X'", ["nasty5"]),
            ("CustomAttribute1 -eq 'a*b' -or CustomAttribute1 -eq 'A?B'", ["nasty1", "nasty2"]),
            ("HiddenFromAddressListsEnabled -eq $true -and Alias -like 'nasty*'", ["nasty3"]),
            ("ForwardingSmtpAddress -eq 'AWAY@fabrikam.com'", ["nasty4"]),
            ("EmailAddresses -like 'nasty2@*'", ["nasty2"]),
            ("EmailAddresses -eq 'smtp:NASTY2@contoso.com'", ["nasty2"]),
            ("EmailAddresses -like '*mtp:nasty2@contoso.com'", ["nasty2"]),
            ("ExtensionCustomAttribute1 -eq 'three'", ["nasty5"]),
            ("Alias -like 'nasty*' -and CustomAttribute1 -eq $null", ["nasty3", "nasty4", "nasty5"]),
        ] {
            let cmdlet = filter.contains("Department") || filter.contains("Title") ? "Get-Recipient" : "Get-Mailbox"
            let reply = try harness.run(cmdlet, ["Filter": .string(filter)])
            #expect(reply.texts("Alias") == aliases, "\(filter): \(reply.errorText)")
        }
    }

    @Test func filtersOnMomentsFindWhatAWalkFinds() throws {
        let harness = try Self.harness()
        for property in ["WhenCreated", "WhenCreatedUTC", "WhenChanged", "WhenChangedUTC", "WhenMailboxCreated"] {
            let cmdlet = property == "WhenMailboxCreated" ? "Get-Mailbox" : "Get-Recipient"
            let all = try harness.run(cmdlet).rows
            let moments = Set(all.compactMap { $0[property]?.stringValue }.compactMap { ServiceDate(parsing: $0) })
            let wanted = try #require(moments.sorted().dropFirst().first, "\(property)")
            for (word, holds) in Self.relations {
                let filter = "\(property) \(word) '\(wanted.text(.utc))'"
                let reply = try harness.run(cmdlet, ["Filter": .string(filter)])
                let expected = all.filter {
                    $0[property]?.stringValue.flatMap { ServiceDate(parsing: $0) }.map { holds($0, wanted) } ?? false
                }
                #expect(
                    reply.rows.map { $0["Guid"] } == expected.map { $0["Guid"] },
                    "\(filter): \(reply.errorText)"
                )
            }
        }
    }

    private static let relations: [(String, @Sendable (ServiceDate, ServiceDate) -> Bool)] = [
        ("-gt", { $0 > $1 }), ("-ge", { $0 >= $1 }), ("-lt", { $0 < $1 }), ("-le", { $0 <= $1 }),
        ("-eq", { $0 == $1 }), ("-ne", { $0 != $1 }),
    ]

    @Test func searchesFindEveryWordOfAName() throws {
        let harness = try Self.harness()
        for (search, count) in [
            ("bulk", 12), ("bulk0010", 1), ("nasty3@contoso", 1), ("spo_", 1), ("Bulk 7", 1), ("ulk", 0),
        ] {
            let reply = try harness.run("Get-Mailbox", ["Anr": .string(search)])
            #expect(search == "spo_" ? reply.rows.count >= 17 : reply.rows.count == count, "\(search)")
        }
    }

    @Test func namesFollowTheObject() throws {
        let harness = try Self.harness()
        #expect(try harness.run("Set-Mailbox", ["Identity": "nasty1", "Alias": "renamed"]).status == 200)
        #expect(try harness.run("Get-Mailbox", ["Identity": "nasty1", "Filter": "Alias -eq 'nasty1'"]).rows.isEmpty)
        #expect(try harness.run("Get-Mailbox", ["Identity": "renamed"]).rows.count == 1)
        let row = try #require(try harness.run("Get-Mailbox", ["Identity": "renamed"]).rows.first)
        for name in ["DistinguishedName", "LegacyExchangeDN", "Guid", "ExchangeGuid", "PrimarySmtpAddress"] {
            let identity = try #require(row[name]?.stringValue)
            #expect(
                try harness.run("Get-Mailbox", ["Identity": .string(identity)]).texts("Alias") == ["renamed"],
                "\(name)"
            )
        }
        let taken = try harness.run(
            "Set-Mailbox",
            ["Identity": "nasty2", "EmailAddresses": ["Add": ["nasty3@contoso.com"]]]
        )
        #expect(taken.status == 400)
    }

    @Test func anIndexThatIsMissingIsMadeAnew() throws {
        let harness = try Self.harness()
        let store = harness.context.store
        func entries() throws -> [String] {
            try store.read { connection in
                try connection.rows(
                    """
                    SELECT class || ' ' || kind || ' ' || value || ' ' || sequence FROM exchange_index \
                    JOIN exchange_scope ON scope = id ORDER BY 1
                    """
                ) { try $0.text() }
            }
        }
        let before = try entries()
        try ObjectIndex.rebuild(in: store)
        #expect(try entries() == before)
        #expect(before.count > 300)
        // An export leaves it out.
        let document = try StoreExport.document(store)
        #expect(!String(decoding: document, as: UTF8.self).contains("exchange_index"))
        _ = try StoreImport(document).write(to: store)
        #expect(try entries() == before)
        #expect(try harness.run("Get-Mailbox", ["Identity": "nasty4"]).rows.count == 1)
    }
}
