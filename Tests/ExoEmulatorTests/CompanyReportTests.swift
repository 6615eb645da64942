import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// What reports look for in a company is there even in a small one.
@Suite struct CompanyReportTests {
    private static let seeded = Result {
        let harness = try ExchangeHarness()
        try harness.context.store.add(
            GeneratedSeed(company: CompanySeed(mailboxes: 200, groups: 20)),
            now: ExchangeHarness.moment
        )
        return harness
    }

    private let harness: ExchangeHarness

    init() throws { harness = try Self.seeded.get() }

    private func rows(_ cmdlet: String, _ parameters: JSONObject = [:]) throws -> [JSONValue] {
        var parameters = parameters
        parameters["ResultSize"] = "Unlimited"
        return try harness.walk(cmdlet, parameters, pageSize: 1000)
    }

    /// The owners of what the store has of a kind.
    private func owners(_ query: String) throws -> [JSONValue] {
        try harness.context.store.read { try $0.rows(query) { .string(try $0.text()) } }
    }

    private func texts(_ rows: [JSONValue], _ property: String) -> Set<String> {
        Set(rows.compactMap { $0[property]?.stringValue })
    }

    @Test func mailboxesHaveRulesRightsAndReplies() throws {
        let owners = try owners("SELECT owner FROM exchange_object WHERE class = 'InboxRule'")
        let rules = try owners.flatMap { try harness.done("Get-InboxRule", ["Mailbox": $0]).rows }
        #expect(rules.count == owners.count && rules.count >= 3)
        #expect(rules.contains { $0["ForwardTo"]?[0]?.stringValue?.contains("@adatum.com") == true })
        #expect(rules.contains { $0["MoveToFolder"] == "Projects" && $0["Enabled"] == true })
        #expect(rules.contains { $0["DeleteMessage"] == true })

        let sharers = try self.owners("SELECT owner FROM exchange_content WHERE kind = 'folderRight'")
        let rights = try sharers.flatMap { owner in
            try ["Calendar", "Inbox"].flatMap { folder in
                try harness.done(
                    "Get-MailboxFolderPermission",
                    ["Identity": .string("\(owner.stringValue ?? ""):\\\(folder)")]
                ).rows
            }
        }
        let delegates = rights.filter { $0["SharingPermissionFlags"] == "Delegate" }
        #expect(!delegates.isEmpty && delegates.allSatisfy { $0["AccessRights"] == ["Editor"] })
        let readers = rights.filter { $0["AccessRights"] == ["Reviewer"] }
        #expect(texts(readers, "FolderName") == ["Calendar", "Inbox"])

        let all = try rows("Get-Mailbox")
        let people = all.filter { $0["RecipientTypeDetails"] == "UserMailbox" }.compactMap { $0["Guid"] }
        let replies = try people.map { try harness.done("Get-MailboxAutoReplyConfiguration", ["Identity": $0]).rows[0] }
        #expect(texts(replies, "AutoReplyState") == ["Disabled", "Enabled", "Scheduled"])
        let regions = try people.map { try harness.done("Get-MailboxRegionalConfiguration", ["Identity": $0]).rows[0] }
        #expect(texts(regions, "TimeZone").isSuperset(of: ["W. Europe Standard Time", "Pacific Standard Time"]))
        #expect(texts(regions, "Language").isSuperset(of: ["de-DE", "en-US", "fr-FR"]))
        #expect(all.count { $0["InPlaceHolds"]?.arrayValue?.isEmpty == false } >= 2)
        let held = all.filter { $0["LitigationHoldEnabled"] == true }
        #expect(held.count > 1 && texts(held, "LitigationHoldDate").count == held.count)
    }

    @Test func roomsAndDevicesAreNotAllAlike() throws {
        let rooms = try rows("Get-Mailbox", ["RecipientTypeDetails": ["RoomMailbox"]]).compactMap { $0["Guid"] }
        let bookings = try rooms.map { try harness.done("Get-CalendarProcessing", ["Identity": $0]).rows[0] }
        #expect(texts(bookings, "AutomateProcessing") == ["AutoAccept", "AutoUpdate"])
        #expect(bookings.contains { $0["ResourceDelegates"]?.arrayValue?.count == 1 && $0["AllBookInPolicy"] == false })
        #expect(bookings.contains { $0["BookInPolicy"]?.arrayValue?.count == 1 })
        let devices = try rows("Get-MobileDevice")
        #expect(texts(devices, "DeviceAccessState") == ["Allowed", "Blocked", "Quarantined"])
    }

    @Test func groupsDifferInWhoJoinsSendsAndBelongs() throws {
        let lists = try rows("Get-DistributionGroup")
        #expect(texts(lists, "MemberJoinRestriction") == ["ApprovalRequired", "Closed", "Open"])
        #expect(lists.contains { $0["ModerationEnabled"] == true && $0["ModeratedBy"]?.arrayValue?.isEmpty == false })
        #expect(lists.contains { $0["AcceptMessagesOnlyFrom"]?.arrayValue?.isEmpty == false })
        #expect(lists.contains { $0["RequireSenderAuthenticationEnabled"] == false })
        #expect(lists.contains { $0["Description"]?[0]?.stringValue?.isEmpty == false })
        let rooms = try #require(lists.first { $0["RecipientTypeDetails"] == "RoomList" }?["Alias"])
        let listed = try rows("Get-DistributionGroupMember", ["Identity": rooms])
        #expect(!listed.isEmpty && texts(listed, "RecipientTypeDetails") == ["RoomMailbox"])
        let dynamic = try #require(try rows("Get-DynamicDistributionGroup").first?["Alias"])
        let members = try rows("Get-DynamicDistributionGroupMember", ["Identity": dynamic])
        #expect(!members.isEmpty && texts(members, "Department").count == 1)

        let groups = try rows("Get-UnifiedGroup")
        #expect(texts(groups, "AccessType") == ["Private", "Public"])
        #expect(groups.contains { ($0["GroupExternalMemberCount"]?.integerValue ?? 0) > 0 })
        let teams = groups.filter { $0["ResourceProvisioningOptions"] == ["Team"] }
        let filter = PercentCoding.encoded("resourceProvisioningOptions/Any(x:x eq 'Team')")
        let shown = try harness.graph("GET", "groups?$filter=\(filter)&$top=999")
        #expect(texts(shown.rows, "id") == texts(teams, "ExternalDirectoryObjectId") && !teams.isEmpty)
        #expect(shown.rows.allSatisfy { $0["visibility"]?.stringValue != nil })
        for team in teams {
            let same = shown.rows.first { $0["id"] == team["ExternalDirectoryObjectId"] }
            let made = team["WhenCreatedUTC"]?.stringValue?.prefix(10)
            #expect(
                same?["createdDateTime"]?.stringValue?.prefix(10) == made && same?["visibility"] == team["AccessType"]
            )
        }
    }

    @Test func outsidersAreGuestsAndMailFlowHasRules() throws {
        let guests = try rows("Get-MailUser").filter { $0["RecipientTypeDetails"] == "GuestMailUser" }
        #expect(guests.count >= 3)
        #expect(
            guests.allSatisfy {
                $0["UserPrincipalName"]?.stringValue?.hasSuffix("#EXT#@contoso.onmicrosoft.com") == true
            }
        )
        let filter = PercentCoding.encoded("userType eq 'Guest'")
        let users = try harness.graph("GET", "users?$filter=\(filter)&$select=id,mail,externalUserState,creationType")
        #expect(texts(users.rows, "id") == texts(guests, "ExternalDirectoryObjectId"))
        #expect(texts(users.rows, "externalUserState") == ["Accepted", "PendingAcceptance"])
        let rules = try rows("Get-TransportRule")
        #expect(rules.compactMap { $0["Priority"]?.integerValue } == [0, 1, 2])
        #expect(texts(rules, "State") == ["Disabled", "Enabled"])
    }
}
