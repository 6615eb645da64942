import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What administrators' scripts rest on without saying so.
@Suite struct ExchangeScriptTests {
    @Test func anAddressThatFollowsFromAnAliasGivesWay() throws {
        let harness = try ExchangeHarness()
        try harness.done("Set-DistributionGroup", ["Identity": "sales.team", "Alias": "sales.team-convert"])
        let group = try harness.run("New-UnifiedGroup", ["DisplayName": "Sales", "Alias": "sales.team"])
        #expect(group.status == 200, "\(group.errorText)")
        #expect(group.texts("Alias") == ["sales.team"])
        let address = try #require(group.texts("PrimarySmtpAddress").first)
        #expect(address != "sales.team@contoso.com" && address.hasPrefix("sales.team"))
        let second = try #require(group.rows.first?["EmailAddresses"]?.arrayValue?.last?.stringValue)
        #expect(second.hasSuffix(".onmicrosoft.com") && second != "smtp:sales.team@contoso.onmicrosoft.com")
        try harness.done("Set-UnifiedGroup", ["Identity": "sales.team", "Alias": "sales-other"])
        let shared = try harness.run("New-Mailbox", ["Name": "Sales Desk", "Shared": true, "Alias": "sales.team"])
        #expect(shared.response.header("x-ExceptionType") == "WLCDManagedMemberExistsException")
        let given: JSONObject = ["Name": "Other", "PrimarySmtpAddress": .string(address)]
        let refused = try harness.run("New-DistributionGroup", given)
        #expect(refused.response.header("x-ExceptionType") == "ProxyAddressExistsException")
    }

    @Test func whoIsGoneIsCalledByTheFolderOfThoseWhoAre() throws {
        let harness = try ExchangeHarness.reading()
        let gone = try harness.run("Get-Mailbox", ["SoftDeletedMailbox": true, "Identity": "ingrid"])
        let identity = try #require(gone.texts("Identity").first)
        let name = try #require(gone.texts("Name").first)
        #expect(identity == "Soft Deleted Objects\\\(name)" && gone.texts("Id") == [identity])
        let calls: [(String, JSONObject)] = [
            ("Get-Mailbox", ["SoftDeletedMailbox": true]), ("Get-Mailbox", ["InactiveMailboxOnly": true]),
            ("Get-MailboxStatistics", ["IncludeSoftDeletedRecipients": true]),
            ("Get-MailboxFolderStatistics", ["IncludeSoftDeletedRecipients": true]),
            ("Get-MailboxPermission", ["SoftDeletedMailbox": true]),
        ]
        for (cmdlet, parameters) in calls {
            var parameters = parameters
            parameters["Identity"] = .string(identity)
            let found = try harness.run(cmdlet, parameters)
            #expect(found.status == 200 && !found.rows.isEmpty, "\(cmdlet): \(found.errorText)")
        }
        let inUse: JSONObject = ["SoftDeletedMailbox": true, "Identity": "Soft Deleted Objects\\Adele Vance"]
        #expect(try harness.run("Get-Mailbox", inUse).status == 404)
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele"]).texts("Identity") == ["Adele Vance"])
    }

    @Test func aMailboxSaysWhetherItHasAPhone() throws {
        let harness = try ExchangeHarness()
        let property = "HasActiveSyncDevicePartnership"
        let devices = try harness.run("Get-MobileDevice")
        let owners = Set(devices.texts("Identity").compactMap { $0.split(separator: "\\").first.map(String.init) })
        for cmdlet in ["Get-CASMailbox", "Get-Recipient"] {
            let all = try harness.run(cmdlet).rows
            let having = all.filter { $0[property] == true }.compactMap { $0["Name"]?.stringValue }
            #expect(Set(having) == owners, "\(cmdlet)")
            let filter = "hasactivesyncdevicepartnership -eq $true -and -not displayname -like 'CAS_{*'"
            let found = try harness.run(cmdlet, ["Filter": .string(filter)])
            #expect(Set(found.texts("Name")) == owners, "\(cmdlet): \(found.errorText)")
        }
        let owner = try #require(owners.sorted().first)
        for device in try harness.run("Get-MobileDevice", ["Mailbox": .string(owner)]).texts("Guid") {
            #expect(try harness.run("Remove-MobileDevice", ["Identity": .string(device)]).status == 200)
        }
        for cmdlet in ["Get-CASMailbox", "Get-Recipient"] {
            #expect(try harness.done(cmdlet, ["Identity": .string(owner)]).rows.first?[property] == false)
            let all = try harness.done(cmdlet).rows.filter { $0[property] == true }
            #expect(all.count == owners.count - 1)
        }
    }

    @Test func membersAreShownWithTheirPhones() throws {
        let harness = try ExchangeHarness()
        let property = "HasActiveSyncDevicePartnership"
        let having = try harness.done(
            "Get-Recipient",
            ["Filter": .string("\(property) -eq $true"), "RecipientTypeDetails": "UserMailbox"]
        )
        let alias = try #require(having.rows.first?["Alias"])
        try harness.done("New-DistributionGroup", ["Name": "Phones", "Members": [alias]])
        try harness.done("New-UnifiedGroup", ["DisplayName": "Phones Too", "Alias": "phonestoo", "Members": [alias]])
        try harness.done(
            "New-DynamicDistributionGroup",
            ["Name": "Having", "RecipientFilter": .string("\(property) -eq $true")]
        )
        try harness.done("New-DynamicDistributionGroup", ["Name": "All", "IncludedRecipients": "MailboxUsers"])
        for (cmdlet, group) in [
            ("Get-DistributionGroupMember", "Phones"), ("Get-UnifiedGroupLinks", "phonestoo"),
            ("Get-DynamicDistributionGroupMember", "Having"), ("Get-DynamicDistributionGroupMember", "All"),
        ] {
            var parameters: JSONObject = ["Identity": .string(group), "ResultSize": "Unlimited"]
            if cmdlet == "Get-UnifiedGroupLinks" { parameters["LinkType"] = "Members" }
            let member = try harness.done(cmdlet, parameters).rows.first { $0["Alias"] == alias }
            #expect(member?[property] == true, "\(cmdlet) \(group)")
        }
    }

    @Test func datesThatAGroupDoesNotHaveAreNull() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-UnifiedGroup", ["DisplayName": "Dates", "Alias": "dates"])
        let group = try #require(try harness.run("Get-UnifiedGroup", ["Identity": "dates"]).rows.first)
        for name in ["ExpirationTime", "LastExchangeChangedTime"] { #expect(group[name]?.isNull == true, "\(name)") }
    }

    @Test(arguments: ["User", "Group", "Contact"])
    func whoHasNoMailIsATypeToo(_ type: String) throws {
        let harness = try ExchangeHarness()
        try harness.done("Disable-Mailbox", ["Identity": "lee", "Confirm": false])
        for cmdlet in ["Get-User", "Get-Group"] {
            let found = try harness.done(cmdlet, ["Filter": .string("RecipientType -eq '\(type)'")])
            // Contacts without mail are none of Exchange's here, and groups without are role groups.
            let isThere = cmdlet == "Get-\(type)"
            #expect(
                found.rows.isEmpty != isThere && found.texts("RecipientType").allSatisfy { $0 == type },
                "\(cmdlet)"
            )
        }
    }

    @Test func membersAreShownWithWhoLeadsThem() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("Set-User", ["Identity": "adele", "Manager": "alex"])
        let lead = try harness.run("Get-User", ["Identity": "adele"]).texts("Manager")
        #expect(lead.count == 1)
        _ = try harness.run("New-DistributionGroup", ["Name": "Led", "Members": ["adele"]])
        #expect(try harness.run("Get-DistributionGroupMember", ["Identity": "Led"]).texts("Manager") == lead)
        _ = try harness.run("New-UnifiedGroup", ["DisplayName": "Led Too", "Alias": "ledtoo", "Members": ["adele"]])
        let links = try harness.run("Get-UnifiedGroupLinks", ["Identity": "ledtoo", "LinkType": "Members"])
        let adele = links.rows.first { $0["Alias"] == "adele" }
        #expect(adele?["Manager"]?.stringValue == lead.first, "\(links.errorText)")
    }

    @Test func newAuditActionsAreKnown() throws {
        let harness = try ExchangeHarness()
        let actions: JSONValue = [
            "UpdateComplianceTag, AttachmentAccess, PriorityCleanupDelete, ApplyPriorityCleanup",
            "PreservedMailItemProactively",
        ]
        for kind in ["Admin", "Delegate", "Owner"] {
            let name = "Audit\(kind)"
            let set = try harness.run(
                "Set-Mailbox",
                ["Identity": "adele", name: ["@odata.type": "#Exchange.GenericHashTable", "Add": actions]]
            )
            #expect(set.status == 200, "\(kind): \(set.errorText)")
            let shown = try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first?[name]?.arrayValue ?? []
            #expect(shown.contains("AttachmentAccess") && shown.contains("PreservedMailItemProactively"), "\(shown)")
        }
    }

    @Test func aGroupRefusesToLoseItsOwnersAndDoesNotMindStrangers() throws {
        let harness = try ExchangeHarness()
        _ = try harness.run("New-UnifiedGroup", ["DisplayName": "Owned", "Alias": "owned", "Owner": "adele"])
        func remove(_ who: String, _ link: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "Remove-UnifiedGroupLinks",
                ["Identity": "owned", "LinkType": .string(link), "Links": [.string(who)], "Confirm": false]
            )
        }
        let member = try remove("adele", "Members")
        #expect(member.response.header("x-ExceptionType") == "GroupOwnersCannotBeRemovedException")
        #expect(member.errorText.contains("Only Members who are not owners"))
        let last = try remove("adele", "Owners")
        #expect(last.response.header("x-ExceptionType") == "MinGroupOwnersCriteriaBreachedException")
        #expect(last.errorText.contains("the person you're removing is currently the only owner"))
        for link in ["Members", "Owners"] { #expect(try remove("alex", link).status == 200, "\(link)") }
    }

    @Test func foldersThatNobodySeesStandInTheWholeHierarchyAlone() throws {
        let harness = try ExchangeHarness.reading()
        func folders(_ more: JSONObject) throws -> ExchangeHarness.Reply {
            var parameters: JSONObject = ["Identity": "adele", "IncludeOldestAndNewestItems": true]
            for member in more.members { parameters[member.name] = member.value }
            return try harness.run("Get-MailboxFolderStatistics", parameters)
        }
        let whole = try folders(["FolderScope": "NonIPMRoot"])
        let chats = try #require(whole.rows.first { $0["FolderType"] == "TeamsMessagesData" }, "\(whole.errorText)")
        #expect(chats["ItemsInFolder"]?.integerValue ?? 0 > 0)
        #expect(chats["NewestItemReceivedDate"]?.stringValue != nil)
        let plain = try folders([:])
        #expect(!plain.texts("FolderType").contains("TeamsMessagesData"))
        #expect(Set(plain.texts("FolderPath")).isSubset(of: Set(whole.texts("FolderPath"))))
        let root = { (reply: ExchangeHarness.Reply) in reply.rows.first { $0["FolderType"] == "Root" } }
        #expect(root(whole)?["ItemsInFolderAndSubfolders"] == root(plain)?["ItemsInFolderAndSubfolders"])
        let history = try folders(["FolderScope": "ConversationHistory"])
        #expect(history.texts("FolderType") == ["CommunicatorHistory"], "\(history.errorText)")
        #expect(try folders(["FolderScope": "RssSubscriptions"]).texts("FolderPath") == ["/RSS Feeds"])
    }

    @Test func listsOfRoomsArePlacesWhereTheyAreAskedFor() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.run("New-DistributionGroup", ["Name": "Tower", "RoomList": true]).status == 200)
        let lists = try harness.run("Get-Place", ["Type": "RoomList"])
        #expect(lists.texts("DisplayName").contains("Tower") && Set(lists.texts("Type")) == ["RoomList"])
        #expect(try !harness.run("Get-Place", ["Type": "Room"]).texts("DisplayName").contains("Tower"))
        #expect(try harness.run("Get-Place", ["Identity": "Tower"]).texts("Type") == ["RoomList"])
    }

    @Test func everyRoleGroupOfTheServiceIsDescribed() throws {
        let harness = try ExchangeHarness()
        let groups = try harness.run("Get-RoleGroup").rows
        #expect(!groups.isEmpty && groups.allSatisfy { $0["Description"]?.stringValue?.isEmpty == false })
        _ = try harness.run("Set-RoleGroup", ["Identity": "Help Desk", "Description": "Ours"])
        #expect(try harness.run("Get-RoleGroup", ["Identity": "Help Desk"]).texts("Description") == ["Ours"])
        try harness.done("Set-RoleGroup", ["Identity": "Help Desk", "Description": .null])
        let cleared = try harness.done("Get-RoleGroup", ["Identity": "Help Desk"])
        #expect(cleared.rows.count == 1 && cleared.texts("Description").allSatisfy(\.isEmpty))
    }

    @Test func holdsAreTrackedShownAndRemoved() throws {
        let harness = try ExchangeHarness()
        _ = try harness.comply(
            "New-RetentionCompliancePolicy",
            ["Name": "Keep", "ExchangeLocation": ["van@contoso.com"]]
        )
        _ = try harness.comply(
            "New-RetentionComplianceRule",
            ["Name": "Keep it", "Policy": "Keep", "RetentionDuration": "9"]
        )
        let holds = { () throws -> [String] in
            let mailbox = try harness.run("Get-Mailbox", ["Identity": "van"]).rows.first
            return mailbox?["InPlaceHolds"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        let mark = try #require(try holds().first)
        let log = try harness.run(
            "Export-MailboxDiagnosticLogs",
            ["Identity": "van", "ComponentName": "HoldTracking"]
        )
        #expect(log.texts("MailboxLog").first?.contains(#""hid":"\#(mark)","ht":4"#) == true, "\(log.errorText)")
        let get: JSONObject = ["Action": "GetHolds", "ExchangeLocation": "van@contoso.com"]
        #expect(try harness.comply("Invoke-HoldRemovalAction", get).texts("HoldId") == [mark])
        var remove: JSONObject = [
            "Action": "RemoveHold", "ExchangeLocation": "van@contoso.com", "HoldId": .string(mark), "Confirm": false,
        ]
        #expect(try harness.comply("Invoke-HoldRemovalAction", remove).status == 400)
        remove["Force"] = true
        let removed = try harness.comply("Invoke-HoldRemovalAction", remove)
        #expect(try removed.status == 200 && holds().isEmpty, "\(removed.errorText)")
        #expect(try harness.comply("Invoke-HoldRemovalAction", get).rows.isEmpty)
        let removals = try harness.comply("Invoke-HoldRemovalAction", ["Action": "GetHoldRemovals"])
        #expect(removals.texts("HoldId") == [mark])
        #expect(try harness.comply("Invoke-HoldRemovalAction", ["Action": "GetHolds"]).status == 400)
        // What was removed is in the log, what was only shown is not.
        let search: JSONObject = [
            "StartDate": ServiceDate(ExchangeHarness.moment).adding(days: -1).json,
            "EndDate": ServiceDate(ExchangeHarness.moment).json, "Operations": "Invoke-HoldRemovalAction",
        ]
        let written = try harness.done("Search-UnifiedAuditLog", search).texts("AuditData")
        #expect(written.count == 1 && written.first?.contains("RemoveHold") == true)
    }

    @Test func aHoldOfAllMailboxesIsShownForEach() throws {
        let harness = try ExchangeHarness()
        for (cmdlet, parameters) in [
            ("New-RetentionCompliancePolicy", ["Name": "Keep", "ExchangeLocation": "All"]),
            ("New-RetentionComplianceRule", ["Name": "Keep it", "Policy": "Keep", "RetentionDuration": "9"]),
        ] as [(String, JSONObject)] {
            let made = try harness.comply(cmdlet, parameters)
            #expect(made.status == 200, "\(made.errorText)")
        }
        let get: JSONObject = ["Action": "GetHolds", "ExchangeLocation": "van@contoso.com"]
        let hold = try #require(try harness.comply("Invoke-HoldRemovalAction", get).texts("HoldId").first)
        let parameters: JSONObject = ["Identity": "van", "ComponentName": "HoldTracking"]
        let log = try harness.done("Export-MailboxDiagnosticLogs", parameters).texts("MailboxLog").first
        #expect(hold.hasPrefix("mbx") && log?.contains(hold) == true)
    }
}
