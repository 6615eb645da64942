import ExoJSON
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorExchange

/// What an organization has before anybody sets anything, as administrators know it.
@Suite struct ExchangeDefaultsTests {
    private func row(_ cmdlet: String, _ identity: JSONValue) throws -> JSONValue {
        let reply = try ExchangeHarness.reading().done(cmdlet, ["Identity": identity])
        return try #require(reply.rows.first, "\(cmdlet)")
    }

    @Test func calendarsOfPeopleWaitAndThoseOfRoomsAnswer() throws {
        let harness = try ExchangeHarness()
        func processing(_ identity: JSONValue) throws -> JSONValue? {
            let row = try harness.done("Get-CalendarProcessing", ["Identity": identity]).rows.first
            #expect(row?["BookingWindowInDays"] == 180)
            return row?["AutomateProcessing"]
        }
        let mailboxes = try harness.done("Get-Mailbox", ["RecipientTypeDetails": ["RoomMailbox", "EquipmentMailbox"]])
        let rooms = mailboxes.rows.compactMap { $0["Guid"] }
        #expect(try processing("adele") == "AutoUpdate" && rooms.count > 1)
        for room in rooms { #expect(try processing(room) == "AutoAccept") }
        // The noun's default, when it is said of a room.
        try harness.done("Set-CalendarProcessing", ["Identity": rooms[0], "AutomateProcessing": "AutoUpdate"])
        #expect(try processing(rooms[0]) == "AutoUpdate")
    }

    @Test func policiesHaveTheirTagsTypesAndNames() throws {
        let spam = try row("Get-HostedContentFilterPolicy", "Default")
        #expect(spam["ZapEnabled"] == true && spam["HighConfidencePhishQuarantineTag"] == "AdminOnlyAccessPolicy")
        for name in ["Spam", "HighConfidenceSpam", "Phish", "Bulk"] {
            #expect(spam["\(name)QuarantineTag"] == "DefaultFullAccessPolicy")
        }
        let types = try row("Get-MalwareFilterPolicy", "Default")["FileTypes"]?.arrayValue ?? []
        #expect(types.count == 53 && types.contains("iso") && types.first == "ace")
        let phish = try row("Get-AntiPhishPolicy", "Office365 AntiPhish Default")
        #expect(phish["SpoofQuarantineTag"] == "DefaultFullAccessPolicy")
        let client = try row("Get-CASMailbox", "adele")
        #expect(client["OwaMailboxPolicy"] == "OwaMailboxPolicy-Default" && client["EwsEnabled"] == true)
        #expect(client["ActiveSyncMailboxPolicy"] == "Default")
        let region = try row("Get-MailboxRegionalConfiguration", "adele")
        #expect(region["Language"] == "en-US" && region["TimeFormat"] == "h:mm tt")
        #expect(try row("Get-MailboxCalendarConfiguration", "adele")["WorkingHoursStartTime"] == "08:00:00")
    }

    @Test func mailOfTheInitialDomainIsSigned() throws {
        let rows = try ExchangeHarness.reading().done("Get-DkimSigningConfig").rows
        #expect(rows.map { $0["Domain"] } == ["contoso.onmicrosoft.com"])
        #expect(rows.first?["Enabled"] == true && rows.first?["Status"] == "Valid")
        #expect(
            rows.first?["Selector1CNAME"]
                == "selector1-contoso-onmicrosoft-com._domainkey.contoso.onmicrosoft.com"
        )
    }

    @Test func domainsTeamsAndFederationAreAsTheServiceBeginsThem() throws {
        let domain = try row("Get-AcceptedDomain", "contoso.com")
        #expect(domain["FederatedOrganizationLink"] == "Federation" && domain["SmtpDaneStatus"] == "Disabled")
        #expect(domain["RawAuthenticationType"] == "Managed")
        let policies = try ExchangeHarness.reading().done("Get-TeamsProtectionPolicy").rows
        let policy = try #require(policies.first)
        #expect(policies.count == 1 && policy["Name"] == "Default Teams Protection Policy")
        #expect(policy["Identity"] == "contoso.onmicrosoft.com\\Default Teams Protection Policy")
        #expect(policy["Guid"] == "00000000-0000-0000-0000-000000000000" && policy["WhenCreated"] == .null)
        #expect(policy["ZapEnabled"] == true && policy["MalwareQuarantineTag"] == "AdminOnlyAccessPolicy")
        #expect(try row("Get-TeamsProtectionPolicy", policy["Identity"] ?? .null)["ZapEnabled"] == true)
        let federation = try #require(
            try ExchangeHarness.reading().done("Get-FederatedOrganizationIdentifier").rows.first
        )
        #expect(federation["Identity"] == "Federation" && federation["DelegationFederationTrust"] == nil)
        #expect(federation["Domains"]?.arrayValue?.contains("contoso.com") == true)
        #expect(federation["DelegationTrustLink"] != nil)
    }

    @Test func auditingConnectionsAndDevicesHaveTheirDefaults() throws {
        let harness = try ExchangeHarness.reading()
        let audit = try #require(try harness.done("Get-AdminAuditLogConfig").rows.first)
        #expect(audit["LogLevel"] == "None" && audit["LoadBalancerCount"] == 3)
        let since = try #require(audit["UnifiedAuditLogFirstOptInDate"]?.stringValue)
        #expect(since.hasSuffix("Z") && ServiceDate(parsing: since) != nil)
        #expect(try row("Get-HostedConnectionFilterPolicy", "Default")["DirectoryBasedEdgeBlockMode"] == "Default")
        let bypass = try row("Get-MailboxAuditBypassAssociation", "adele")
        #expect(bypass["ObjectId"] == bypass["Identity"] && bypass["ObjectId"] != "")
        #expect(try row("Get-RemoteDomain", "Default")["MeetingForwardNotificationEnabled"] == false)
    }

    @Test func groupsWelcomeTheirMembersAndTheirGuests() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-UnifiedGroup", ["DisplayName": "Walkers", "Alias": "walkers"])
        let group = try #require(try harness.done("Get-UnifiedGroup", ["Identity": "walkers"]).rows.first)
        #expect(group["WelcomeMessageEnabled"] == true && group["AllowAddGuests"] == true)
    }

    @Test func aRuleDoesSomethingAndIsCalledByItsNumber() throws {
        let harness = try ExchangeHarness()
        let nothing = try harness.run("New-TransportRule", ["Name": "Idle", "SubjectContainsWords": ["x"]])
        #expect(nothing.status == 400 && nothing.errorText.contains("action"))
        try harness.done("New-InboxRule", ["Mailbox": "adele", "Name": "Read", "MarkAsRead": true])
        let rule = try #require(
            try harness.done("Get-InboxRule", ["Mailbox": "adele"]).rows.first { $0["Name"] == "Read" }
        )
        let number = try #require(rule["RuleIdentity"]?.integerValue)
        let identity = try #require(rule["Identity"]?.stringValue)
        #expect(identity == "Adele Vance\\\(number)")
        for name in [identity, String(number), "Read"] {
            let found = try harness.done("Get-InboxRule", ["Mailbox": "adele", "Identity": .string(name)])
            #expect(found.texts("Name") == ["Read"])
        }
        try harness.done("Remove-InboxRule", ["Identity": .string(identity), "Confirm": false])
        #expect(try harness.run("Get-InboxRule", ["Mailbox": "adele", "Identity": "Read"]).status == 404)
    }

    @Test func attachmentsAreAPartOfAMailbox() throws {
        let row = try row("Get-MailboxStatistics", "adele")
        func bytes(_ name: String) -> Int64 {
            let text = row[name]?["Value"]?.stringValue ?? row[name]?.stringValue ?? row[name]?.text() ?? ""
            let digits = text.split(separator: "(").last?.filter(\.isNumber) ?? ""
            return Int64(digits) ?? 0
        }
        #expect(bytes("AttachmentTableTotalSize") > 0)
        #expect(bytes("AttachmentTableTotalSize") < bytes("TotalItemSize"))
    }

    @Test func aDynamicGroupKeepsNoFilterThatCannotBeReadAgain() throws {
        let harness = try ExchangeHarness()
        let condition = "(Department -eq 'Finance')"
        // As deep as a filter may be, which leaves no room for what the service adds.
        for depth in 85...110 {
            let filter = String(repeating: "(", count: depth) + condition + String(repeating: ")", count: depth)
            let name = JSONValue.string("Deep \(depth)")
            let made = try harness.run(
                "New-DynamicDistributionGroup",
                ["Name": name, "RecipientFilter": .string(filter)]
            )
            guard made.status == 200 else {
                #expect(made.status == 400 && depth > 85)
                return
            }
            #expect(try harness.run("Get-DynamicDistributionGroupMember", ["Identity": name]).status == 200)
        }
        Issue.record("every depth is taken")
    }

    @Test func whatScriptsAskForBesideIsThere() throws {
        let harness = try ExchangeHarness()
        let rule = try #require(try harness.done("Get-ATPBuiltInProtectionRule").rows.first)
        #expect(rule["Identity"] == "ATP Built-In Protection Rule" && rule["ExceptIfSentTo"] == .null)
        let servers = try harness.done("Get-AuthServer")
        #expect(servers.rows.count == 2 && servers.texts("Realm").allSatisfy { $0 == ExchangeHarness.contoso })
        #expect(servers.rows.contains { $0["DomainName"] == ["contoso.onmicrosoft.com"] })
        #expect(try harness.done("Get-AvailabilityAddressSpace").rows.isEmpty)
        try harness.done(
            "Add-AvailabilityAddressSpace",
            ["ForestName": "fabrikam.com", "AccessMethod": "OrgWideFBToken", "TargetTenantId": "22222222"]
        )
        let space = try harness.done("Get-AvailabilityAddressSpace", ["Identity": "fabrikam.com"])
        #expect(space.texts("ForestName") == ["fabrikam.com"] && space.texts("AccessMethod") == ["OrgWideFBToken"])
        try harness.done("Remove-AvailabilityAddressSpace", ["Identity": "fabrikam.com", "Confirm": false])
        let properties = try harness.done("Get-MailboxExtendedProperty", ["Identity": "adele"])
        #expect(properties.texts("PropertyName").contains("Keywords"))
        let federation = try harness.done("Get-FederationInformation", ["DomainName": "fabrikam.com"])
        #expect(federation.rows.first?["DomainNames"]?.arrayValue?.contains("fabrikam.com") == true)
        #expect(federation.texts("TargetApplicationUri") == ["outlook.com"])
        #expect(try harness.run("Get-FederationInformation", ["DomainName": "nobody.example"]).status == 400)
    }

    @Test func oneOfABatchIsDoneBeforeTheOthers() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-MigrationBatch",
            ["Name": "W", "Users": ["adele@contoso.com", "lee@contoso.com"], "AutoStart": true]
        )
        harness.context.clock.advance(by: 4 * 3600)
        func status(_ user: String) throws -> [String] {
            try harness.done("Get-MigrationUser", ["Identity": .string(user)]).texts("Status")
        }
        #expect(try status("adele@contoso.com") == ["Synced"])
        let moment = ServiceDate(harness.context.clock.now).json
        try harness.done("Set-MigrationUser", ["Identity": "adele@contoso.com", "CompleteAfter": moment])
        #expect(try status("adele@contoso.com") == ["Completing"])
        harness.context.clock.advance(by: 3600)
        #expect(try status("adele@contoso.com") == ["Completed"])
        #expect(try status("lee@contoso.com") == ["Synced"])
    }

    @Test func theOrganizationTellsItsProducts() throws {
        let harness = try ExchangeHarness.reading()
        let products = try harness.graph("GET", "subscribedSkus").rows
        let plan = try #require(products.first { $0["skuPartNumber"] == "ENTERPRISEPACK" })
        #expect(plan["consumedUnits"]?.integerValue ?? 0 > 5)
        #expect(plan["prepaidUnits"]?["enabled"]?.integerValue ?? 0 >= plan["consumedUnits"]?.integerValue ?? 1)
        #expect(plan["servicePlans"]?.arrayValue?.isEmpty == false)
        let id = try #require(plan["id"]?.stringValue)
        let selected = try harness.graph("GET", "subscribedSkus/\(id)?$select=skuId,consumedUnits")
        #expect(selected.body["skuId"] == plan["skuId"] && selected.body["servicePlans"] == nil)
    }

    @Test func theUnitsOfAProductAreThePeopleWhoHaveIt() throws {
        let harness = try ExchangeHarness()
        func used(_ name: String) throws -> Int64 {
            let products = try harness.graph("GET", "subscribedSkus").rows
            return try #require(products.first { $0["skuPartNumber"] == .string(name) }?["consumedUnits"]?.integerValue)
        }
        let people = try harness.graph("GET", "users?$top=999&$select=assignedLicenses").rows
        func holders(_ id: String) -> Int64 {
            Int64(
                people.filter { $0["assignedLicenses"]?.arrayValue?.contains { $0["skuId"] == .string(id) } ?? false }
                    .count
            )
        }
        let before = try used("ENTERPRISEPACK")
        #expect(before == holders(LicenceProduct.enterprise) && before > 0)
        #expect(try used("SPE_E5") == 0)
        #expect(try harness.graph("PATCH", "users/adele@contoso.com", ["usageLocation": "DE"]).status == 204)
        let added = try harness.graph(
            "POST",
            "users/adele@contoso.com/assignLicense",
            ["addLicenses": [["skuId": "06ebc4ee-1bb5-47dd-8120-11324bc54e06"]], "removeLicenses": []]
        )
        #expect(added.status == 200, "\(added.errorText)")
        #expect(try used("SPE_E5") == 1 && used("ENTERPRISEPACK") == before)
    }

    @Test func namesOfAServicePrincipalAreItsApplications() throws {
        let harness = try ExchangeHarness()
        let principal = try #require(
            try harness.graph("GET", "servicePrincipals(appId='\(EntraBench.confidentialClient)')").body.objectValue
        )
        let path = "servicePrincipals/\(principal["id"]?.stringValue ?? "")"
        let same = try harness.graph("PATCH", path, ["servicePrincipalNames": principal["servicePrincipalNames"] ?? []])
        #expect(same.status == 204)
        let other = try harness.graph("PATCH", path, ["servicePrincipalNames": ["https://api.example"]])
        #expect(other.status == 400 && other.errorText.contains("servicePrincipalNames"))
    }

    @Test func peopleCameOneAfterTheOther() throws {
        let harness = try ExchangeHarness.reading()
        let rows = try harness.done("Get-Mailbox", ["ResultSize": "Unlimited"]).rows
        let days = rows.compactMap { $0["WhenMailboxCreated"]?.stringValue?.prefix(10) }
        #expect(Set(days).count > rows.count / 2)
        let now = ServiceDate(ExchangeHarness.moment).text(.utc)
        #expect(days.allSatisfy { "2021" < $0 && $0 < now })
        let adele = try #require(rows.first { $0["Alias"] == "adele" })
        let user = try harness.graph("GET", "users/adele@contoso.com?$select=createdDateTime")
        #expect(
            user.body["createdDateTime"]?.stringValue?.prefix(10) == adele["WhenCreatedUTC"]?.stringValue?.prefix(10)
        )
        for group in try harness.graph("GET", "groups?$select=createdDateTime,renewedDateTime,mail").rows {
            let made = try #require(group["createdDateTime"]?.stringValue)
            #expect(group["renewedDateTime"]?.stringValue == made && made < now)
            guard let mail = group["mail"], !mail.isNull else { continue }
            let same = try harness.done("Get-Recipient", ["Identity": mail]).rows.first
            #expect(same?["WhenCreatedUTC"]?.stringValue?.prefix(10) == made.prefix(10))
        }
        // What they have is of today all the same.
        let used = try harness.done("Get-MailboxStatistics", ["Identity": "adele"]).texts("LastLogonTime")
        #expect(used.allSatisfy { $0 > "2025" } && !used.isEmpty)
    }

    @Test func mailboxesAreUsedAtTimesOfTheirOwn() throws {
        let harness = try ExchangeHarness()
        let groups = try harness.done("Get-UnifiedGroup").rows.compactMap { $0["Guid"] }
        let all = try harness.done("Get-Mailbox", ["ResultSize": "Unlimited"]).rows.compactMap { $0["Guid"] } + groups
        func statistics() throws -> [JSONValue] {
            try all.flatMap { try harness.done("Get-MailboxStatistics", ["Identity": $0]).rows }
        }
        let before = try statistics()
        func times(_ property: String) -> [String] { before.compactMap { $0[property]?.stringValue } }
        let (now, weeksAgo) = (
            ServiceDate(ExchangeHarness.moment), ServiceDate(ExchangeHarness.moment).adding(days: -14)
        )
        let (actions, logons) = (times("LastUserActionTime"), times("LastLogonTime"))
        #expect(actions.count == all.count && Set(actions).count == all.count)
        #expect(actions.count { $0 < weeksAgo.text(.utc) } > 3 && actions.count { $0 > weeksAgo.text(.utc) } > 20)
        #expect(zip(actions, logons).allSatisfy { $0 <= $1 } && zip(actions, logons).contains { $0 < $1 })
        #expect(logons.allSatisfy { $0 <= now.text(.utc) })
        let phones = try harness.done("Get-MobileDevice").rows.compactMap { $0["Guid"] }.flatMap {
            try harness.done("Get-MobileDeviceStatistics", ["Identity": $0]).texts("LastSuccessSync")
        }
        #expect(Set(phones).count == phones.count && phones.contains { $0 < weeksAgo.text(.utc) })
        harness.context.clock.advance(by: 3600)
        #expect(try statistics() == before)
    }

    @Test func languageAndTimeFollowTheCountry() throws {
        let harness = try ExchangeHarness()
        func region(_ identity: JSONValue) throws -> JSONValue {
            try #require(try harness.done("Get-MailboxRegionalConfiguration", ["Identity": identity]).rows.first)
        }
        let chen = try region("chen")
        #expect(chen["Language"] == "zh-CN" && chen["TimeZone"] == "China Standard Time")
        #expect(try region("lidia")["TimeZone"] == "Central Standard Time")
        let hours = try harness.done("Get-MailboxCalendarConfiguration", ["Identity": "chen"]).rows.first
        #expect(hours?["WorkingHoursTimeZone"] == "China Standard Time")
        // What is chosen stays, the defaults of all others too.
        try harness.done(
            "Set-MailboxRegionalConfiguration",
            ["Identity": "chen", "Language": "en-US", "TimeZone": "Pacific Standard Time"]
        )
        let chosen = try region("chen")
        #expect(chosen["Language"] == "en-US" && chosen["TimeZone"] == "Pacific Standard Time")
        #expect(chosen["DateFormat"] == "M/d/yyyy")
        #expect(try region("info")["TimeZone"] == "Pacific Standard Time")
    }

    @Test func datesFollowTheLanguageOfEveryMailbox() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-Mailbox", ["Name": "Neu", "Shared": true])
        func set(_ parameters: JSONObject) throws -> JSONValue {
            var parameters = parameters
            parameters["Identity"] = "Neu"
            try harness.done("Set-MailboxRegionalConfiguration", parameters)
            return try #require(
                try harness.done("Get-MailboxRegionalConfiguration", ["Identity": "Neu"]).rows.first
            )
        }
        let german = try set(["Language": "de-DE"])
        #expect(german["DateFormat"] == "dd.MM.yyyy" && german["TimeFormat"] == "HH:mm", "\(german.text())")
        #expect(german["TimeZone"] == "Pacific Standard Time")
        // What is said counts, also where it is what others begin with.
        #expect(try set(["DateFormat": "M/d/yyyy"])["DateFormat"] == "M/d/yyyy")
    }
}
