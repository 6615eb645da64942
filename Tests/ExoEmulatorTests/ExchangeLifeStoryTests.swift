import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What people live through in an organization, as an administrator sees it from both sides.
@Suite struct ExchangeLifeStoryTests {
    private static let enterprise = "6fd2c87f-b296-42f0-b197-1e91e994b900"

    private func person(_ harness: ExchangeHarness, _ alias: String, _ name: String) throws -> String {
        let made = try harness.graph(
            "POST",
            "users",
            [
                "accountEnabled": true, "displayName": .string(name), "mailNickname": .string(alias),
                "userPrincipalName": .string("\(alias)@contoso.com"), "usageLocation": "AT", "department": "Sales",
                "passwordProfile": ["password": "Long enough 1!"],
            ]
        )
        #expect(made.status == 201, "\(made.response.text)")
        return try #require(made.body["id"]?.stringValue)
    }

    private func license(_ harness: ExchangeHarness, _ id: String, add: Bool = true) throws {
        let sku = JSONValue.string(Self.enterprise)
        let reply = try harness.graph(
            "POST",
            "users/\(id)/assignLicense",
            add
                ? ["addLicenses": [["skuId": sku, "disabledPlans": []]], "removeLicenses": []]
                : ["addLicenses": [], "removeLicenses": [sku]]
        )
        #expect(reply.status == 200, "\(reply.response.text)")
    }

    private func type(_ harness: ExchangeHarness, _ identity: String) throws -> [String] {
        try harness.run("Get-User", ["Identity": .string(identity)]).texts("RecipientTypeDetails")
    }

    @Test func whoIsLicensedHasAMailboxAndWhoIsNotHasNone() throws {
        let harness = try ExchangeHarness()
        let id = try person(harness, "noor", "Noor Haddad")
        #expect(try type(harness, "noor@contoso.com") == ["User"])
        #expect(try harness.run("Get-Recipient", ["Identity": "noor@contoso.com"]).status == 404)
        try license(harness, id)
        let mailbox = try #require(try harness.run("Get-Mailbox", ["Identity": "noor@contoso.com"]).rows.first)
        #expect(mailbox["DisplayName"] == "Noor Haddad" && mailbox["ExternalDirectoryObjectId"] == .string(id))
        #expect(mailbox["UsageLocation"] == "Austria" && mailbox["RecipientTypeDetails"] == "UserMailbox")
        let user = try harness.graph("GET", "users/\(id)?$select=assignedLicenses,mail,proxyAddresses").body
        #expect(user["assignedLicenses"]?[0]?["skuId"] == .string(Self.enterprise))
        #expect(user["mail"] == "noor@contoso.com")
        #expect(user["proxyAddresses"]?[0] == "SMTP:noor@contoso.com", "\(user)")
        #expect(
            try harness.graph("GET", "users/\(id)/licenseDetails").body["value"]?[0]?["skuPartNumber"]
                == "ENTERPRISEPACK"
        )

        try license(harness, id, add: false)
        #expect(try type(harness, id) == ["User"])
        #expect(try harness.run("Get-Mailbox", ["Identity": "noor@contoso.com"]).status == 404)
        let gone = try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "Noor Haddad"])
        #expect(gone.rows.first?["IsSoftDeletedByDisable"] == true, "\(gone.errorText)")
        try license(harness, id)
        let back = try harness.run("Get-Mailbox", ["Identity": "noor@contoso.com"])
        #expect(back.rows.first?["ExchangeGuid"] == mailbox["ExchangeGuid"], "\(back.errorText)")
        #expect(try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "Noor Haddad"]).status == 404)
    }

    @Test func whatWasTakenFromAnAccountCanBeForgotten() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("Disable-Mailbox", ["Identity": "adele"]).status == 200)
        #expect(try type(harness, "adele@contoso.com") == ["User"])
        #expect(
            try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "Adele Vance"]).rows.count == 1
        )
        let cleared = try harness.run(
            "Set-User",
            ["Identity": "adele@contoso.com", "PermanentlyClearPreviousMailboxInfo": true]
        )
        #expect(cleared.status == 200, "\(cleared.errorText)")
        #expect(try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "Adele Vance"]).status == 404)
        #expect(try harness.run("Enable-Mailbox", ["Identity": "adele@contoso.com"]).status == 200)
        #expect(
            try harness.run("Get-Mailbox", ["Identity": "adele"]).texts("PrimarySmtpAddress") == ["adele@contoso.com"]
        )
    }

    @Test func aFactIsTheSameOnBothSides() throws {
        let harness = try ExchangeHarness()
        let id = try #require(
            try harness.run("Get-User", ["Identity": "adele"]).texts("ExternalDirectoryObjectId").first
        )
        let patched = try harness.graph(
            "PATCH",
            "users/\(id)",
            [
                "displayName": "Adele V. Vance", "jobTitle": "Partner", "department": "Board",
                "companyName": "Contoso AG",
                "usageLocation": "CH", "accountEnabled": false, "businessPhones": ["+41 1"], "state": "ZH",
            ]
        )
        #expect(patched.status == 204, "\(patched.response.text)")
        let user = try #require(try harness.run("Get-User", ["Identity": .string(id)]).rows.first)
        #expect(user["DisplayName"] == "Adele V. Vance" && user["Title"] == "Partner" && user["Department"] == "Board")
        #expect(user["Company"] == "Contoso AG" && user["Phone"] == "+41 1" && user["StateOrProvince"] == "ZH")
        #expect(user["AccountDisabled"] == true)
        let mailbox = try #require(try harness.run("Get-Mailbox", ["Identity": .string(id)]).rows.first)
        #expect(mailbox["UsageLocation"] == "Switzerland" && mailbox["AccountDisabled"] == true)
        #expect(
            try harness.run("Get-Recipient", ["Filter": "Department -eq 'Board'"]).texts("DisplayName")
                == ["Adele V. Vance"]
        )

        _ = try harness.run(
            "Set-User",
            ["Identity": .string(id), "Company": "Fabrikam", "Title": "Chair", "Phone": "+41 2", "City": "Bern"]
        )
        _ = try harness.run(
            "Set-Mailbox",
            [
                "Identity": .string(id), "DisplayName": "Adele Vance", "AccountDisabled": false,
                "WindowsEmailAddress": "adele.vance@contoso.com",
            ]
        )
        let properties =
            "companyName,jobTitle,city,businessPhones,displayName,accountEnabled,mail,proxyAddresses"
        let seen = try harness.graph("GET", "users/\(id)?$select=\(properties)").body
        #expect(seen["companyName"] == "Fabrikam" && seen["jobTitle"] == "Chair" && seen["city"] == "Bern")
        #expect(seen["businessPhones"] == ["+41 2"] && seen["displayName"] == "Adele Vance")
        #expect(seen["accountEnabled"] == true && seen["mail"] == "adele.vance@contoso.com")
        try expectCustomAttributesOnBothSides(harness, id)
        let proxies = seen["proxyAddresses"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(proxies.contains("SMTP:adele.vance@contoso.com") && proxies.contains("smtp:adele@contoso.com"))
    }

    private func expectCustomAttributesOnBothSides(_ harness: ExchangeHarness, _ id: String) throws {
        for value in ["one", "uno"] as [JSONValue] {
            let patch: JSONValue = ["onPremisesExtensionAttributes": ["extensionAttribute1": value]]
            #expect(try harness.graph("PATCH", "users/\(id)", patch).status == 204)
            let mailbox = try #require(try harness.run("Get-Mailbox", ["Identity": .string(id)]).rows.first)
            #expect(mailbox["CustomAttribute1"] == value && mailbox["CustomAttribute2"] == "")
        }
        _ = try harness.run("Set-Mailbox", ["Identity": .string(id), "CustomAttribute15": "last"])
        let path = "users/\(id)?$select=onPremisesExtensionAttributes,usageLocation"
        let both = try harness.graph("GET", path).body
        #expect(both["onPremisesExtensionAttributes"]?["extensionAttribute1"] == "uno")
        #expect(both["onPremisesExtensionAttributes"]?["extensionAttribute15"] == "last")
        #expect(both["usageLocation"] == "CH")
        _ = try harness.run("Set-Mailbox", ["Identity": .string(id), "CustomAttribute1": nil])
        let after = try harness.graph("GET", path).body["onPremisesExtensionAttributes"]
        #expect(after?["extensionAttribute1"] == JSONValue.null && after?["extensionAttribute15"] == "last")
        #expect(try harness.graph("PATCH", "users/\(id)", ["usageLocation": "Switzerland"]).status == 400)
        let named = try harness.run("Set-User", ["Identity": .string(id), "CountryOrRegion": "de"])
        #expect(named.status == 200, "\(named.errorText)")
        #expect(try harness.run("Get-User", ["Identity": .string(id)]).texts("CountryOrRegion") == ["Germany"])
        let nowhere = try harness.run("Set-User", ["Identity": .string(id), "CountryOrRegion": "Atlantis"])
        #expect(nowhere.status == 400 && nowhere.errorText.contains("CountryInfo"), "\(nowhere.errorText)")
    }

    @Test func whoLeavesBecomesASharedMailboxThatOthersUse() throws {
        let harness = try ExchangeHarness()
        let id = try person(harness, "tove", "Tove Lind")
        try license(harness, id)
        for (cmdlet, parameters) in [
            ("Set-Mailbox", ["Identity": "tove", "Type": "Shared"] as JSONObject),
            ("Set-Mailbox", ["Identity": "tove", "HiddenFromAddressListsEnabled": true, "ForwardingAddress": "adele"]),
            ("Add-MailboxPermission", ["Identity": "tove", "User": "adele", "AccessRights": "FullAccess"]),
            ("Add-RecipientPermission", ["Identity": "tove", "Trustee": "adele", "AccessRights": "SendAs"]),
        ] {
            let reply = try harness.run(cmdlet, parameters)
            #expect(reply.status == 200, "\(cmdlet) \(reply.errorText)")
        }
        #expect(try harness.graph("PATCH", "users/\(id)", ["accountEnabled": false]).status == 204)
        try license(harness, id, add: false)
        let mailbox = try #require(try harness.run("Get-Mailbox", ["Identity": "tove"]).rows.first)
        #expect(mailbox["RecipientTypeDetails"] == "SharedMailbox" && mailbox["IsShared"] == true)
        #expect(mailbox["AccountDisabled"] == true && mailbox["ForwardingAddress"] == "Adele Vance")
        #expect(try type(harness, "tove@contoso.com") == ["SharedMailbox"])
        let recipients = try harness.run("Get-Recipient", ["RecipientTypeDetails": ["SharedMailbox"]])
        #expect(recipients.texts("Alias").contains("tove"))
    }

    @Test func whoIsDeletedComesBackWithTheMailbox() throws {
        let harness = try ExchangeHarness()
        let before = try #require(try harness.run("Get-Mailbox", ["Identity": "van"]).rows.first)
        let id = try #require(before["ExternalDirectoryObjectId"]?.stringValue)
        #expect(try harness.graph("DELETE", "users/\(id)").status == 204)
        #expect(try harness.run("Get-Mailbox", ["Identity": "van"]).status == 404)
        #expect(try harness.run("Get-User", ["Identity": "van@contoso.com"]).status == 404)
        let gone = try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "van"])
        #expect(gone.rows.first?["IsSoftDeletedByRemove"] == true, "\(gone.errorText)")
        let restored = try harness.run("Undo-SoftDeletedMailbox", ["SoftDeletedObject": "van"])
        #expect(restored.status == 200, "\(restored.errorText)")
        let after = try #require(try harness.run("Get-Mailbox", ["Identity": "van"]).rows.first)
        #expect(after["ExchangeGuid"] == before["ExchangeGuid"] && after["EmailAddresses"] == before["EmailAddresses"])
        #expect(after["WhenSoftDeleted"] == .null || after["WhenSoftDeleted"] == nil)
        #expect(try harness.graph("GET", "users/\(id)").status == 200)

        // By Graph, and too late.
        #expect(try harness.graph("DELETE", "users/\(id)").status == 204)
        #expect(try harness.graph("POST", "directory/deletedItems/\(id)/restore").status == 200)
        #expect(try harness.run("Get-Mailbox", ["Identity": "van"]).status == 200)
        _ = try harness.run("Remove-Mailbox", ["Identity": "van"])
        harness.context.clock.advance(by: 31 * 86_400)
        #expect(try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "van"]).status == 404)
        #expect(try harness.run("Undo-SoftDeletedMailbox", ["SoftDeletedObject": "van"]).status == 404)
    }

    @Test func aHeldMailboxOutlivesItsOwner() throws {
        let harness = try ExchangeHarness()
        let held = try harness.run("Set-Mailbox", ["Identity": "van", "LitigationHoldEnabled": true])
        #expect(held.status == 200, "\(held.errorText)")
        let before = try #require(try harness.run("Get-Mailbox", ["Identity": "van"]).rows.first)
        #expect(before["LitigationHoldOwner"] == "admin@contoso.com")
        _ = try harness.run("Remove-Mailbox", ["Identity": "van"])
        let inactive = try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true, "Identity": "van"])
        #expect(inactive.rows.first?["IsInactiveMailbox"] == true, "\(inactive.errorText)")
        harness.context.clock.advance(by: 60 * 86_400)
        #expect(try harness.run("Get-Mailbox", ["IncludeInactiveMailbox": true, "Identity": "van"]).rows.count == 1)

        let anew = try harness.run(
            "New-Mailbox",
            [
                "InactiveMailbox": "van", "Name": "Van Again", "MicrosoftOnlineServicesID": "van2@contoso.com",
                "Password": .string(try harness.sealed("Long enough 1!")),
            ]
        )
        #expect(anew.rows.first?["ExchangeGuid"] == before["ExchangeGuid"], "\(anew.errorText)")
        #expect(try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true, "Identity": "van"]).status == 404)
    }

    @Test func aDeletedMailboxIsGivenToSomebodyNew() throws {
        let harness = try ExchangeHarness()
        let before = try #require(try harness.run("Get-Mailbox", ["Identity": "van"]).rows.first)
        _ = try harness.run("Remove-Mailbox", ["Identity": "van"])
        let made = try harness.run(
            "New-Mailbox",
            [
                "RemovedMailbox": "van", "Name": "Heir", "MicrosoftOnlineServicesID": "heir@contoso.com",
                "Password": .string(try harness.sealed("Long enough 1!")),
            ]
        )
        #expect(made.rows.first?["ExchangeGuid"] == before["ExchangeGuid"], "\(made.errorText)")
        #expect(try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "van"]).status == 404)
        let own = try harness.run("New-Mailbox", ["Name": "Findings", "Discovery": true])
        #expect(own.texts("RecipientTypeDetails") == ["DiscoveryMailbox"], "\(own.errorText)")
    }

    @Test func holdsEndInTheirOrder() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("Set-Mailbox", ["Identity": "van", "LitigationHoldEnabled": true])
        _ = try harness.run("Set-Mailbox", ["Identity": "van", "LitigationHoldEnabled": false])
        func mailbox() throws -> JSONValue? { try harness.run("Get-Mailbox", ["Identity": "van"]).rows.first }
        #expect(try mailbox()?["DelayHoldApplied"] == true && mailbox()?["LitigationHoldEnabled"] == false)
        let removed = try harness.run("Set-Mailbox", ["Identity": "van", "RemoveDelayHoldApplied": true])
        #expect(removed.status == 200, "\(removed.errorText)")
        #expect(try mailbox()?["DelayHoldApplied"] == false)

        _ = try harness.run("Set-Mailbox", ["Identity": "van", "LitigationHoldEnabled": true])
        _ = try harness.run("Remove-Mailbox", ["Identity": "van"])
        let freed = try harness.run(
            "Set-Mailbox",
            ["Identity": "van", "InactiveMailbox": true, "ExcludeFromAllHolds": true]
        )
        #expect(freed.status == 200, "\(freed.errorText)")
        // Litigation hold ends by its own switch alone.
        let inactive = try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true, "Identity": "van"]).rows.first
        #expect(inactive?["DistinguishedName"]?.stringValue?.contains(",OU=Soft Deleted Objects,") == true)
        _ = try harness.run(
            "Set-Mailbox",
            ["Identity": "van", "InactiveMailbox": true, "LitigationHoldEnabled": false]
        )
        #expect(try harness.run("Get-Mailbox", ["InactiveMailboxOnly": true, "Identity": "van"]).status == 404)
        #expect(try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "van"]).rows.count == 1)
    }

    @Test func anArchiveComesGrowsGoesAndComesBack() throws {
        let harness = try ExchangeHarness()
        func locations() throws -> [String] {
            try harness.run("Get-MailboxLocation", ["User": "van"]).texts("MailboxLocationType")
        }
        #expect(try locations() == ["Primary"])
        let early = try harness.run("Enable-Mailbox", ["Identity": "van", "AutoExpandingArchive": true])
        #expect(early.status == 400)
        let on = try harness.run("Enable-Mailbox", ["Identity": "van", "Archive": true])
        #expect(on.texts("ArchiveStatus") == ["Active"], "\(on.errorText)")
        let guid = try #require(on.texts("ArchiveGuid").first)
        #expect(try harness.run("Enable-Mailbox", ["Identity": "van", "Archive": true]).status == 400)
        #expect(try harness.run("Get-Mailbox", ["Archive": true]).texts("Alias").contains("van"))
        _ = try harness.run("Enable-Mailbox", ["Identity": "van", "AutoExpandingArchive": true])
        #expect(
            try harness.run("Get-Mailbox", ["Identity": "van"]).rows.first?["AutoExpandingArchiveEnabled"] == true
        )
        #expect(try locations() == ["Primary", "MainArchive"])
        let off = try harness.run("Disable-Mailbox", ["Identity": "van", "Archive": true])
        #expect(off.status == 200, "\(off.errorText)")
        let without = try #require(try harness.run("Get-Mailbox", ["Identity": "van"]).rows.first)
        #expect(without["ArchiveStatus"] == "None" && without["DisabledArchiveGuid"] == .string(guid))
        let again = try harness.run("Enable-Mailbox", ["Identity": "van", "Archive": true])
        #expect(again.texts("ArchiveGuid") == [guid])
    }

    @Test func contentIsRestoredByAJobThatTakesItsTime() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("Remove-Mailbox", ["Identity": "van"])
        let parameters: JSONObject = ["SourceMailbox": "van", "TargetMailbox": "adele"]
        #expect(try harness.run("New-MailboxRestoreRequest", parameters).status == 400)
        var all = parameters
        all["AllowLegacyDNMismatch"] = true
        let made = try harness.run("New-MailboxRestoreRequest", all)
        #expect(
            made.texts("Status") == ["Queued"] && made.texts("Identity") == ["adele\\MailboxRestore"],
            "\(made.errorText)"
        )
        func progress() throws -> String {
            let row = try harness.run(
                "Get-MailboxRestoreRequestStatistics",
                ["Identity": "adele\\MailboxRestore"]
            ).rows.first
            return "\(row?["Status"]?.stringValue ?? "none") \(row?["PercentComplete"]?.integerValue ?? -1)"
        }
        #expect(try progress() == "Queued 0")
        harness.context.clock.advance(by: 180)
        #expect(try progress() == "InProgress 35")
        _ = try harness.run("Suspend-MailboxRestoreRequest", ["Identity": "adele\\MailboxRestore"])
        harness.context.clock.advance(by: 7200)
        #expect(try progress() == "Suspended 35")
        _ = try harness.run("Resume-MailboxRestoreRequest", ["Identity": "adele\\MailboxRestore"])
        harness.context.clock.advance(by: 7200)
        #expect(try progress() == "Completed 100")
        #expect(try harness.run("Get-MailboxRestoreRequest", ["Status": "Completed"]).rows.count == 1)
        #expect(try harness.run("Get-MailboxRestoreRequest", ["Status": "InProgress"]).rows.isEmpty)
        #expect(try harness.run("Remove-MailboxRestoreRequest", ["Identity": "adele\\MailboxRestore"]).status == 200)
        #expect(try harness.run("Get-MailboxRestoreRequest").rows.isEmpty)
    }

    @Test func whatARestoreRequestCopiesIsInTheOtherMailbox() throws {
        let harness = try ExchangeHarness()
        func count(_ mailbox: String, _ more: JSONObject = [:]) throws -> Int64 {
            var parameters = more
            parameters["Identity"] = .string(mailbox)
            let reply = try harness.run("Get-MailboxStatistics", parameters)
            return try #require(reply.rows.first?["ItemCount"]?.integerValue, "\(reply.errorText)")
        }
        func folders() throws -> [String: Int64] {
            let rows = try harness.run("Get-MailboxFolderStatistics", ["Identity": "adele"]).rows
            return Dictionary(
                rows.map { ($0["FolderPath"]?.stringValue ?? "", $0["ItemsInFolder"]?.integerValue ?? 0) }
            ) { first, _ in first }
        }
        let before = try (own: count("adele"), other: count("alex"))
        let inbox = try folders()["/Inbox"] ?? 0
        try #require(before.other > 0)
        _ = try harness.run("Remove-Mailbox", ["Identity": "alex"])
        let parameters: JSONObject = ["SourceMailbox": "alex", "TargetMailbox": "adele", "AllowLegacyDNMismatch": true]
        #expect(try harness.run("New-MailboxRestoreRequest", parameters).status == 200)
        #expect(try count("adele") == before.own)
        harness.context.clock.advance(by: 3600)
        #expect(try count("adele") == before.own + before.other)
        #expect(try (folders()["/Inbox"] ?? 0) > inbox)
        _ = try harness.run("Remove-MailboxRestoreRequest", ["Identity": "adele\\MailboxRestore"])
        #expect(try count("adele") == before.own + before.other)
        // Below a folder of its own, and not before it may go on.
        var part = parameters
        part["SourceRootFolder"] = "Inbox"
        part["TargetRootFolder"] = "From Alex"
        part["Suspend"] = true
        #expect(try harness.run("New-MailboxRestoreRequest", part).status == 200)
        harness.context.clock.advance(by: 3600)
        #expect(try folders()["/From Alex/Inbox"] == nil)
        _ = try harness.run("Resume-MailboxRestoreRequest", ["Identity": "adele\\MailboxRestore"])
        harness.context.clock.advance(by: 3600)
        #expect(try (folders()["/From Alex/Inbox"] ?? 0) > 0)
        #expect(try count("adele") == before.own + before.other + (folders()["/From Alex/Inbox"] ?? 0))
        #expect(try folders()["/From Alex"] == 0)
        let statistics = try harness.done(
            "Get-MailboxRestoreRequestStatistics",
            ["Identity": "adele\\MailboxRestore"]
        ).rows.first
        #expect(statistics?["SourceRootFolder"] == "Inbox" && statistics?["TargetRootFolder"] == "From Alex")
        // What came before does not come twice.
        _ = try harness.run("New-MailboxRestoreRequest", parameters)
        harness.context.clock.advance(by: 3600)
        #expect(try count("adele") == before.own + before.other + (folders()["/From Alex/Inbox"] ?? 0))
    }

    @Test func roomsAndDevicesAreMailboxesOfTheirOwn() throws {
        let harness = try ExchangeHarness()
        let room = try harness.run(
            "New-Mailbox",
            ["Name": "Lake", "Room": true, "ResourceCapacity": 12, "Phone": "7", "Office": "East"]
        )
        #expect(
            room.rows.first?["ResourceCapacity"] == 12 && room.texts("ResourceType") == ["Room"],
            "\(room.errorText)"
        )
        let beamer = try harness.run("New-Mailbox", ["Name": "Beamer", "Equipment": true])
        #expect(beamer.texts("RecipientTypeDetails") == ["EquipmentMailbox"])
        _ = try harness.run("New-DistributionGroup", ["Name": "House East", "RoomList": true, "Members": ["Lake"]])
        let lists = try harness.run("Get-DistributionGroup", ["RecipientTypeDetails": "RoomList"])
        #expect(lists.texts("Name") == ["House East"], "\(lists.errorText)")
        let house: JSONObject = ["Identity": "House East"]
        try harness.done("Set-DistributionGroup", ["Identity": "House East", "RoomList": true])
        #expect(try harness.done("Get-DistributionGroupMember", house).texts("Name") == ["Lake"])
        try harness.done("New-DistributionGroup", ["Name": "People", "Members": ["adele"]])
        let refused = try harness.run("Set-DistributionGroup", ["Identity": "People", "RoomList": true])
        #expect(refused.status == 400 && refused.errorText.contains("isn't a room mailbox"), "\(refused.errorText)")
        let folders = try harness.run("New-Mailbox", ["Name": "Folders1", "PublicFolder": true])
        #expect(folders.texts("RecipientTypeDetails") == ["PublicFolderMailbox"], "\(folders.errorText)")
        #expect(try harness.run("Get-Mailbox", ["PublicFolder": true]).texts("Name") == ["Folders1"])
        #expect(try !harness.run("Get-Mailbox").texts("Name").contains("Folders1"))
    }

    @Test func aGuestIsAMailUser() throws {
        let harness = try ExchangeHarness()
        let made = try harness.graph(
            "POST",
            "users",
            [
                "accountEnabled": true, "displayName": "Guest Star", "mailNickname": "guest.star",
                "userPrincipalName": "star_adatum.example#EXT#@contoso.onmicrosoft.com", "userType": "Guest",
                "mail": "star@adatum.example", "passwordProfile": ["password": "Long enough 1!"],
            ]
        )
        #expect(made.status == 201, "\(made.response.text)")
        let found = try harness.run("Get-MailUser", ["Identity": "star@adatum.example"])
        #expect(found.texts("RecipientTypeDetails") == ["GuestMailUser"], "\(found.errorText)")
        #expect(found.texts("ExternalEmailAddress") == ["SMTP:star@adatum.example"])
        let group = try harness.run(
            "New-UnifiedGroup",
            ["DisplayName": "Premiere", "Members": ["star@adatum.example"]]
        )
        #expect(group.rows.first?["GroupExternalMemberCount"] == 1, "\(group.errorText)")
    }
}
