import ExchangeOnline
import ExoJSON
import TestSupport
import Testing

/// The nine Get-EXO* cmdlets beside the cmdlets that they took the place of.
struct EntityCmdletTests {
    private let tenant: LocalTenant

    init() throws { tenant = try LocalTenant() }

    private func texts(_ rows: [JSONObject], _ name: String) -> [String] {
        rows.map { $0[name]?.stringValue ?? $0[name]?.text() ?? "" }
    }

    @Test(arguments: [
        ("Get-EXOMailbox", "Get-Mailbox"), ("Get-EXORecipient", "Get-Recipient"),
        ("Get-EXOCasMailbox", "Get-CASMailbox"),
    ])
    func listsWhatTheOlderCmdletLists(_ name: String, _ older: String) async throws {
        let connection = try await tenant.connect(pageSize: 7)
        let mine = try await connection.run(name, ["ResultSize": "Unlimited"])
        let theirs = try await connection.run(older, ["ResultSize": "Unlimited"])
        #expect(try texts(mine.objects, "PrimarySmtpAddress") == texts(theirs.objects, "PrimarySmtpAddress"))
        #expect(mine.rows.count > 20 && mine.warnings.isEmpty)
        #expect(try mine.objects.allSatisfy { $0["ObjectKey"] == nil })
    }

    @Test func givesThePropertiesAskedForBesideThoseThatItAlwaysGives() async throws {
        let connection = try await tenant.connect()
        let rows = try await connection.run(
            "Get-EXOMailbox",
            ["Identity": "adele@contoso.com", "Properties": ["Alias"], "PropertySets": ["Quota"]]
        ).objects
        let row = try #require(rows.first)
        #expect(row["Alias"]?.stringValue == "adele" && row["ProhibitSendQuota"] != nil)
        #expect(row["DisplayName"] == "Adele Vance" && row["LitigationHoldEnabled"] == nil)
    }

    @Test(arguments: ["adele@contoso.com", "adele", "Adele Vance"])
    func findsAMailboxByEveryFormOfItsName(_ identity: String) async throws {
        let connection = try await tenant.connect()
        let row = try #require(try await connection.run("Get-Mailbox", ["Identity": .text(identity)]).objects.first)
        let names = [
            "Identity": identity, "ExternalDirectoryObjectId": row["ExternalDirectoryObjectId"]?.stringValue ?? "",
        ]
        for (parameter, value) in names {
            for cmdlet in ["Get-EXOMailbox", "Get-EXORecipient", "Get-EXOCasMailbox"] {
                let found = try await connection.run(cmdlet, [parameter: .text(value)]).objects
                #expect(texts(found, "PrimarySmtpAddress") == ["adele@contoso.com"], "\(cmdlet) -\(parameter) \(value)")
            }
        }
    }

    @Test(arguments: [
        "RecipientTypeDetails -eq 'SharedMailbox'", "Alias -like 'a*' -or EmailAddresses -like '*sales*'",
    ])
    func filtersAsTheOlderCmdletDoes(_ filter: String) async throws {
        let connection = try await tenant.connect()
        let mine = try await connection.run("Get-EXOMailbox", ["Filter": .text(filter)]).objects
        let theirs = try await connection.run("Get-Mailbox", ["Filter": .text(filter)]).objects
        #expect(!mine.isEmpty)
        #expect(texts(mine, "PrimarySmtpAddress") == texts(theirs, "PrimarySmtpAddress"))
    }

    @Test func statisticsAreThoseOfTheOlderCmdletToTheLetter() async throws {
        let connection = try await tenant.connect()
        let mine = try #require(
            try await connection.run(
                "Get-EXOMailboxStatistics",
                ["Identity": "adele@contoso.com", "PropertySets": "All"]
            ).objects.first
        )
        let theirs = try #require(
            try await connection.run("Get-MailboxStatistics", ["Identity": "adele@contoso.com"]).objects.first
        )
        let sizes = ["TotalItemSize", "TotalDeletedItemSize", "DatabaseProhibitSendQuota", "MessageTableTotalSize"]
        for name in sizes + ["ItemCount", "DisplayName"] {
            #expect(mine[name] == theirs[name] && mine[name] != nil, "\(name)")
        }
        #expect(mine["TotalItemSize"]?.stringValue.flatMap { ByteCount($0) } != nil)
    }

    @Test func folderSizesAreThoseOfTheOlderCmdlet() async throws {
        let connection = try await tenant.connect()
        let mine = try await connection.run("Get-EXOMailboxFolderStatistics", ["Identity": "adele@contoso.com"]).objects
        let theirs = try await connection.run("Get-MailboxFolderStatistics", ["Identity": "adele@contoso.com"]).objects
        #expect(mine.count > 5)
        for name in ["Name", "FolderPath", "FolderSize", "FolderAndSubfolderSize", "ItemsInFolder"] {
            #expect(texts(mine, name) == texts(theirs, name), "\(name)")
        }
        let inbox = try await connection.run(
            "Get-EXOMailboxFolderStatistics",
            ["UserPrincipalName": "adele@contoso.com", "Folderscope": "Inbox"]
        ).objects
        #expect(!inbox.isEmpty && inbox.count < mine.count)
    }

    @Test func rightsAreThoseOfTheOlderCmdlets() async throws {
        let connection = try await tenant.connect()
        try await connection.run(
            "Add-MailboxPermission",
            ["Identity": "adele@contoso.com", "User": "alex@contoso.com", "AccessRights": "FullAccess"]
        )
        try await connection.run(
            "Add-RecipientPermission",
            [
                "Identity": "adele@contoso.com", "Trustee": "alex@contoso.com", "AccessRights": "SendAs",
                "Confirm": false,
            ]
        )
        let mine = try await connection.run("Get-EXOMailboxPermission", ["Identity": "adele@contoso.com"]).objects
        let theirs = try await connection.run("Get-MailboxPermission", ["Identity": "adele@contoso.com"]).objects
        for name in ["Identity", "User", "IsInherited", "Deny"] {
            #expect(Set(texts(mine, name)) == Set(texts(theirs, name)), "\(name)")
        }
        #expect(mine.count == theirs.count)
        let one = try await connection.run(
            "Get-EXOMailboxPermission",
            ["Identity": "adele@contoso.com", "User": "alex@contoso.com"]
        ).objects
        #expect(one.map { $0["AccessRights"] } == [["FullAccess"]])
        for parameters in [["Identity": "adele@contoso.com"], ["Trustee": "alex@contoso.com"]] as [CmdletParameters] {
            let rights = try await connection.run("Get-EXORecipientPermission", parameters).objects
            let older = try await connection.run("Get-RecipientPermission", parameters).objects
            #expect(texts(rights, "Trustee") == texts(older, "Trustee") && !rights.isEmpty)
        }
        let calendar = try await connection.run(
            "Get-EXOMailboxFolderPermission",
            ["Identity": #"adele@contoso.com:\Calendar"#]
        ).objects
        #expect(texts(calendar, "User").contains("Default"))
    }

    @Test func devicesAreFoundByTheirMailbox() async throws {
        let connection = try await tenant.connect()
        let theirs = try await connection.run("Get-MobileDeviceStatistics", ["Mailbox": "adele@contoso.com"]).objects
        let mine = try await connection.run("Get-EXOMobileDeviceStatistics", ["Mailbox": "adele@contoso.com"]).objects
        #expect(texts(mine, "DeviceID") == texts(theirs, "DeviceID"))
    }

    @Test func aMailboxThatIsMissingIsNotFound() async throws {
        let connection = try await tenant.connect()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Get-EXOMailbox", ["Identity": "nobody@contoso.com"])
        }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains("nobody@contoso.com") == true, "\(error?.message ?? "")")
    }
}
