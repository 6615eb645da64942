import ExoJSON
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorExchange

/// What programs rest on that keep accounts, mailboxes and groups as another system says.
@Suite struct ExchangeProvisioningTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    private func members(_ group: String) throws -> Set<String> {
        Set(
            try harness.done("Get-DistributionGroupMember", ["Identity": .string(group)]).texts("PrimarySmtpAddress")
        )
    }

    // MARK: Whom a parameter names

    @Test(
        arguments: [
            ("Add-DistributionGroupMember", ["Identity": "G", "Member": "ghost@contoso.com"]),
            ("Remove-DistributionGroupMember", ["Identity": "G", "Member": "ghost@contoso.com"]),
            ("Update-DistributionGroupMember", ["Identity": "G", "Members": ["ghost@contoso.com"]]),
            ("Set-DistributionGroup", ["Identity": "G", "ManagedBy": ["ghost@contoso.com"]]),
            ("Set-DistributionGroup", ["Identity": "G", "ModeratedBy": ["ghost@contoso.com"]]),
            ("New-DistributionGroup", ["Name": "Other", "ManagedBy": ["ghost@contoso.com"]]),
            ("Set-Mailbox", ["Identity": "adele", "GrantSendOnBehalfTo": ["ghost@contoso.com"]]),
            ("Set-Mailbox", ["Identity": "adele", "ForwardingAddress": "ghost@contoso.com"]),
            ("Set-User", ["Identity": "adele", "Manager": "ghost@contoso.com"]),
            ("Set-CalendarProcessing", ["Identity": "room.baltic", "ResourceDelegates": ["ghost@contoso.com"]]),
        ] as [(String, JSONObject)]
    )
    func whoeverAParameterNamesHasToBeSpelledRight(_ cmdlet: String, _ parameters: JSONObject) throws {
        try harness.done("New-DistributionGroup", ["Name": "G"])
        let headers = ["X-ClientApplication": "ExoManagementModule", "X-ClientModuleVersion": "3.1.0"]
        let reply = try harness.run(cmdlet, parameters, headers: headers)
        #expect(
            reply.errorText
                == "Couldn't find object \"ghost@contoso.com\". Please make sure that it was spelled correctly "
                + "or specify a different object."
        )
        #expect(reply.response.header("x-ExceptionType") == "ManagementObjectNotFoundException")
        #expect(reply.errorDetail.hasPrefix("Ex94914C|\(AdminAPIError.notFoundType)|Couldn't"), "\(reply.errorDetail)")
        let group = try harness.run(cmdlet, ["Identity": "nosuchthing"])
        #expect(!group.errorText.contains("Couldn't find object"), "\(group.errorText)")
    }

    @Test func aListIsNoMemberOfAGroupOfMicrosoft365() throws {
        try harness.done("New-UnifiedGroup", ["DisplayName": "Walkers", "Alias": "walkers"])
        let reply = try harness.run(
            "Add-UnifiedGroupLinks",
            ["Identity": "walkers", "LinkType": "Members", "Links": ["sales.team"]]
        )
        #expect(
            reply.errorDetail
                == "||The user couldn't be found for mailbox Identity:'sales.team' isn't a mailbox user..",
            "\(reply.errorDetail)"
        )
        #expect(reply.response.header("x-ExceptionType") == "MailboxUserNotFoundException")
    }

    // MARK: New names

    @Test(
        arguments: [
            ["Name": "adele", "Shared": true], ["Name": "Zorg3", "Shared": true, "Alias": "adele"],
            ["Name": "Zorg4", "Shared": true, "PrimarySmtpAddress": "adele@contoso.com"],
            ["Name": "Zorg5", "MicrosoftOnlineServicesID": "adele@contoso.com"],
        ] as [JSONObject]
    )
    func anAddressThatIsTakenMakesNoMailbox(_ parameters: JSONObject) throws {
        var parameters = parameters
        if parameters["Shared"] == nil { parameters["Password"] = .string(try harness.sealed("Long enough 1!")) }
        let headers = ["X-ClientApplication": "ExoManagementModule", "X-ClientModuleVersion": "3.1.0"]
        let reply = try harness.run("New-Mailbox", parameters, headers: headers)
        #expect(
            reply.errorDetail
                == "ExB10BE9|Microsoft.Exchange.Management.Tasks.WLCDManagedMemberExistsException|The proxy address "
                + "\"SMTP:adele@contoso.com\" is already being used by the proxy addresses or LegacyExchangeDN. "
                + "Please choose another proxy address."
        )
    }

    @Test(
        arguments: [
            ("smb_Zorg Team", "smb_ZorgTeam", "smb_ZorgTeam"),
            ("smb_Test-A.b & Co", "smb_Test-A.b&Co", "smb_Test-A.bCo"),
            ("Room (East)", "Room?East?", "RoomEast"), (".a..b.", "a.b", "a.b"), ("山田", "recipient", "recipient"),
            ("Dept. %", "Dept.%", "Dept"), ("&", "&", "recipient"),
        ]
    )
    func anAliasHasWhatItCanHaveOfAName(_ name: String, _ alias: String, _ login: String) throws {
        let made = try harness.done("New-Mailbox", ["Name": .string(name), "Shared": true])
        #expect(made.texts("Alias") == [alias] && made.texts("UserPrincipalName") == ["\(login)@contoso.com"])
    }

    @Test func anAliasThatIsCutEndsWithNoPeriod() throws {
        let letters = String(repeating: "a", count: 57)
        let made = try harness.done("New-DistributionGroup", ["Name": .string("\(letters).East")])
        #expect(made.texts("Alias") == [letters])
    }

    @Test func aMailboxThatComesWithALicenceIsCalledByTheIdOfItsAccount() throws {
        let made = try harness.graph(
            "POST",
            "users",
            [
                "accountEnabled": true, "displayName": "Noa Bakker", "mailNickname": "noa", "usageLocation": "NL",
                "userPrincipalName": "noa@contoso.com", "passwordProfile": ["password": "Long enough 1!"],
            ]
        )
        let id = try #require(made.body["id"]?.stringValue)
        // So it was before, and nobody has to be told of another name.
        #expect(try harness.done("Get-User", ["Identity": "noa@contoso.com"]).texts("Name") == [id])
        try license(id, LicenceProduct.enterprise)
        let row = try #require(try harness.done("Get-Mailbox", ["Identity": "noa@contoso.com"]).rows.first)
        #expect(row["Name"] == .string(id) && row["Identity"] == .string(id) && row["DisplayName"] == "Noa Bakker")
        #expect(row["DistinguishedName"]?.stringValue?.hasPrefix("CN=\(id),") == true)
        try harness.done("Set-Mailbox", ["Identity": "adele", "GrantSendOnBehalfTo": ["noa"]])
        let adele = try harness.done("Get-Mailbox", ["Identity": "adele"]).rows.first
        #expect(adele?["GrantSendOnBehalfTo"] == [.string(id)])
    }

    @Test(
        arguments: [
            (
                "4b9405b0-7788-4568-add1-99614e613b69", "ExchangeOnline-", "BPOS_S_Standard",
                "50 GB (53,687,091,200 bytes)"
            ),
            (
                "4b585984-651b-448a-9e53-3b10f069cf7f", "ExchangeOnlineDeskless-", "BPOS_S_Deskless",
                "2 GB (2,147,483,648 bytes)"
            ),
        ]
    )
    func aLesserLicenceBringsALesserMailbox(_ sku: String, _ plan: String, _ capability: String, _ size: String) throws
    {
        let made = try harness.graph(
            "POST",
            "users",
            [
                "accountEnabled": true, "displayName": "Noa Bakker", "mailNickname": "noa", "usageLocation": "NL",
                "userPrincipalName": "noa@contoso.com", "passwordProfile": ["password": "Long enough 1!"],
            ]
        )
        let id = try #require(made.body["id"]?.stringValue)
        try license(id, sku)
        let row = try #require(try harness.done("Get-Mailbox", ["Identity": .string(id)]).rows.first)
        #expect(row["MailboxPlan"]?.stringValue?.hasPrefix(plan) == true)
        #expect(row["PersistedCapabilities"] == [.string(capability)])
        #expect(row["ProhibitSendReceiveQuota"] == .string(size))
        let hold = try harness.run("Set-Mailbox", ["Identity": .string(id), "LitigationHoldEnabled": true])
        #expect(
            hold.errorText.hasPrefix(
                "The action 'Set-Mailbox', 'LitigationHoldEnabled', can't be performed on the user"
            )
        )
        try license(id, LicenceProduct.enterprise)
        let better = try #require(try harness.done("Get-Mailbox", ["Identity": .string(id)]).rows.first)
        #expect(better["PersistedCapabilities"] == ["BPOS_S_Enterprise"])
        #expect(better["ProhibitSendReceiveQuota"] == "100 GB (107,374,182,400 bytes)")
        try harness.done("Set-Mailbox", ["Identity": .string(id), "LitigationHoldEnabled": true])
    }

    private func license(_ id: String, _ product: String) throws {
        let reply = try harness.graph(
            "POST",
            "users/\(id)/assignLicense",
            ["addLicenses": [["skuId": .string(product), "disabledPlans": []]], "removeLicenses": []]
        )
        #expect(reply.status == 200, "\(reply.errorText)")
    }

    // MARK: What goes for good

    @Test func whoIsThereIsNotRemovedForGood() throws {
        let live = try harness.run("Remove-MailUser", ["Identity": "vendor.ada", "PermanentlyDelete": true])
        #expect(
            live.errorText.hasPrefix("The mail enabled user you are trying to permanently delete is not in a soft")
        )
        #expect(live.response.header("x-ExceptionType") == "RecipientTaskException")
        try harness.done("Disable-Mailbox", ["Identity": "adele", "Confirm": false])
        for identity in ["adele@contoso.com", "Soft Deleted Objects\\Adele Vance"] {
            let taken = try harness.run(
                "Remove-Mailbox",
                ["Identity": .string(identity), "PermanentlyDelete": true, "Confirm": false]
            )
            #expect(
                taken.errorText.hasPrefix("This mailbox cannot be permanently deleted since there is a user"),
                "\(identity): \(taken.errorText)"
            )
        }
        let nobody = try harness.run("Remove-Mailbox", ["Identity": "ghost", "PermanentlyDelete": true])
        #expect(nobody.status == 404)
    }

    @Test(arguments: ["Standard", "Security"])
    func graphRemovesNoDistributionList(_ type: String) throws {
        let made = try harness.done(
            "New-DistributionGroup",
            ["Name": "G", "Type": type == "Security" ? "Security" : "Distribution"]
        )
        let id = try #require(made.texts("ExternalDirectoryObjectId").first)
        #expect(try harness.graph("DELETE", "groups/\(id)").status == 400)
        try harness.done("Get-DistributionGroup", ["Identity": "G"])
    }

    // MARK: Filters

    @Test(arguments: ["Get-Mailbox", "Get-Recipient", "Get-User"])
    func anAsteriskLeavesNothingOut(_ cmdlet: String) throws {
        let all = try harness.done(cmdlet, ["ResultSize": "Unlimited"]).rows.count
        #expect(try harness.done(cmdlet, ["Filter": "*", "ResultSize": "Unlimited"]).rows.count == all && all > 0)
    }

    // MARK: Members

    @Test func aChangeOfTheListOfMembersLeavesTheOthers() throws {
        try harness.done("New-DistributionGroup", ["Name": "G", "Members": Self.change(add: ["adele"])])
        #expect(try members("G") == ["adele@contoso.com"])
        try harness.done(
            "Update-DistributionGroupMember",
            ["Identity": "G", "Members": Self.change(add: ["alex"]), "Confirm": false]
        )
        #expect(try members("G") == ["adele@contoso.com", "alex@contoso.com"])
        try harness.done(
            "Update-DistributionGroupMember",
            ["Identity": "G", "Members": Self.change(add: ["van"], remove: ["adele"]), "Confirm": false]
        )
        #expect(try members("G") == ["alex@contoso.com", "van@contoso.com"])
    }

    private static func change(add: [String] = [], remove: [String] = []) -> JSONValue {
        [
            "@odata.type": "#Exchange.GenericHashTable", "Add": .array(add.map { .string($0) }),
            "Remove": .array(remove.map { .string($0) }),
        ]
    }
}

extension ExchangeHarness.Reply {
    /// The text of the first detail of a refusal.
    var errorDetail: String {
        body["error"]?["details"]?.arrayValue?.first?["message"]?.stringValue ?? ""
    }
}
