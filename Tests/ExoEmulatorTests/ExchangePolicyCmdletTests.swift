import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Cmdlets beside settings that say or do something with them.
@Suite struct ExchangePolicyCmdletTests {
    private static let application = "3dbc2ae1-7198-45ed-9f9f-d86ba3ec35b5"

    private func result(_ mailbox: String, _ application: String, _ harness: ExchangeHarness) throws -> JSONValue? {
        let parameters: JSONObject = ["Identity": .string(mailbox), "AppId": .string(application)]
        let rows = try harness.done("Test-ApplicationAccessPolicy", parameters).rows
        #expect(rows.count == 1 && rows.first?["AppId"] == .string(application))
        return rows.first?["AccessCheckResult"]
    }

    @Test func aMailboxIsEncryptedUnderAPolicy() throws {
        let harness = try ExchangeHarness()
        func isEncrypted() throws -> JSONValue? {
            try harness.done("Get-MailboxStatistics", ["Identity": "adele"]).rows.first?["IsEncrypted"]
        }
        #expect(try isEncrypted() == false)
        let keys: JSONValue = [
            "https://contoso-a.vault.azure.net/keys/key1", "https://contoso-b.vault.azure.net/keys/key2",
        ]
        try harness.done("New-DataEncryptionPolicy", ["Name": "USA_mailboxes", "AzureKeyIDs": keys])
        try harness.done("Set-Mailbox", ["Identity": "adele", "DataEncryptionPolicy": "USA_mailboxes"])
        #expect(try isEncrypted() == true)
    }

    @Test func privilegedAccessIsAskedForAndDecided() throws {
        let harness = try ExchangeHarness()
        let task: JSONObject = [
            "Task": "Exchange\\New-MoveRequest", "Reason": "Attempting to fix the mailbox", "DurationHours": 4,
        ]
        #expect(try harness.run("New-ElevatedAccessRequest", task).status == 400)
        try harness.done("New-DistributionGroup", ["Name": "pamapprovers", "Type": "Security"])
        let on: JSONObject = ["AdminGroup": "pamapprovers", "SystemAccounts": ["adele@contoso.com"]]
        try harness.done("Enable-ElevatedAccessControl", on)
        let nobody: JSONObject = ["AdminGroup": "adele@contoso.com", "SystemAccounts": ["adele@contoso.com"]]
        #expect(try harness.run("Enable-ElevatedAccessControl", nobody).status == 404)
        let asked = try #require(try harness.done("New-ElevatedAccessRequest", task).rows.first)
        #expect(asked["RequestStatus"] == "Pending" && asked["RequestorUPN"] == "admin@contoso.com")
        let one: JSONObject = ["RequestId": asked["Identity"] ?? .null]
        var decision = one
        decision["Comment"] = "Go on"
        try harness.done("Approve-ElevatedAccessRequest", decision)
        let row = try harness.done("Get-ElevatedAccessRequest", one).rows.first
        #expect(row?["RequestStatus"] == "Approved" && row?["RequestedAccess"] == "Exchange\\New-MoveRequest")
        #expect(try harness.run("Deny-ElevatedAccessRequest", decision).status == 400)
        try harness.done(
            "New-ElevatedAccessApprovalPolicy",
            ["Task": "Exchange\\New-MoveRequest", "ApprovalType": "Auto", "ApproverGroup": "pamapprovers"]
        )
        #expect(try harness.done("New-ElevatedAccessRequest", task).texts("RequestStatus") == ["Approved"])
        var other = task
        other["Task"] = "Exchange\\New-JournalRule"
        try harness.done("New-ElevatedAccessRequest", other)
        harness.context.clock.advance(by: 86_400)
        let all = try harness.done("Get-ElevatedAccessRequest").texts("RequestStatus")
        #expect(all == ["Approved", "Approved", "Expired"])
        try harness.done("Disable-ElevatedAccessControl")
        #expect(try harness.run("New-ElevatedAccessRequest", task).status == 400)
    }

    /// Asking what would happen changes nothing of privileged access, and a pattern decides no request.
    @Test func questionsOfPrivilegedAccessChangeNothing() throws {
        let harness = try ExchangeHarness()
        try harness.done("New-DistributionGroup", ["Name": "pamapprovers", "Type": "Security"])
        let on: JSONObject = ["AdminGroup": "pamapprovers", "SystemAccounts": ["adele@contoso.com"]]
        let task: JSONObject = ["Task": "Exchange\\New-MoveRequest", "Reason": "A mailbox", "DurationHours": 4]
        func ask(_ cmdlet: String, _ parameters: JSONObject) throws {
            for switched in ["WhatIf", "Confirm"] {
                var parameters = parameters
                parameters[switched] = true
                let reply = try harness.done(cmdlet, parameters)
                #expect(reply.body["@adminapi.confirmationmessage"] != nil, "\(cmdlet)")
            }
        }
        try ask("Enable-ElevatedAccessControl", on)
        #expect(try harness.run("New-ElevatedAccessRequest", task).status == 400)
        try harness.done("Enable-ElevatedAccessControl", on)
        try ask("Disable-ElevatedAccessControl", [:])
        try ask("New-ElevatedAccessRequest", task)
        #expect(try harness.done("Get-ElevatedAccessRequest").rows.isEmpty)
        let asked = try #require(try harness.done("New-ElevatedAccessRequest", task).rows.first)
        let decision: JSONObject = ["RequestId": asked["Identity"] ?? .null, "Comment": "Go on"]
        for verb in ["Approve", "Deny"] {
            try ask("\(verb)-ElevatedAccessRequest", decision)
            let pattern = try harness.run("\(verb)-ElevatedAccessRequest", ["RequestId": "*", "Comment": "Go on"])
            #expect(pattern.status == 404, "\(pattern.errorText)")
        }
        #expect(try harness.done("Get-ElevatedAccessRequest").texts("RequestStatus") == ["Pending"])
        let nobody: JSONObject = ["AdminGroup": "nobody", "SystemAccounts": ["adele@contoso.com"]]
        let unknown = try harness.run("Enable-ElevatedAccessControl", nobody)
        #expect(unknown.errorText.contains("Couldn't find object \"nobody\""), "\(unknown.errorText)")
    }

    @Test func policiesSayWhomAnApplicationReaches() throws {
        let harness = try ExchangeHarness()
        #expect(try result("adele", Self.application, harness) == "Granted")
        try harness.done(
            "New-DistributionGroup",
            ["Name": "Reached", "Type": "Security", "Members": ["adele@contoso.com", "lee@contoso.com"]]
        )
        try harness.done(
            "New-DistributionGroup",
            ["Name": "Hidden", "Type": "Security", "Members": ["lee@contoso.com"]]
        )
        func policy(_ right: String, _ group: String) throws {
            try harness.done(
                "New-ApplicationAccessPolicy",
                [
                    "AppId": [.string(Self.application)], "PolicyScopeGroupId": .string(group),
                    "AccessRight": .string(right),
                ]
            )
        }
        try policy("RestrictAccess", "Reached")
        let made = try #require(try harness.done("Get-ApplicationAccessPolicy").rows.first)
        #expect(made["ScopeIdentity"] == "Reached" && made["ScopeName"] == "Reached", "\(made.text())")
        #expect(made["AppId"] == .string(Self.application) && made["AccessRight"] == "RestrictAccess")
        let place = try #require(made["ScopeIdentityRaw"]?.stringValue)
        #expect(made["Identity"] == .string("\(ExchangeHarness.contoso)\\\(Self.application):\(place)"))
        for identity in [made["Identity"], made["Guid"]] {
            let described: JSONObject = ["Identity": identity ?? .null, "Description": "Reached by one"]
            try harness.done("Set-ApplicationAccessPolicy", described)
            let found = try harness.done("Get-ApplicationAccessPolicy", ["Identity": identity ?? .null])
            #expect(found.texts("Description") == ["Reached by one"])
        }
        let nowhere: JSONObject = [
            "AppId": [.string(Self.application)], "PolicyScopeGroupId": "Nowhere", "AccessRight": "DenyAccess",
        ]
        #expect(try harness.run("New-ApplicationAccessPolicy", nowhere).status == 404)
        #expect(try result("adele", Self.application, harness) == "Granted")
        #expect(try result("lee@contoso.com", Self.application, harness) == "Granted")
        #expect(try result("debra", Self.application, harness) == "Denied")
        // What denies goes before what restricts.
        try policy("DenyAccess", "Hidden")
        #expect(try result("lee@contoso.com", Self.application, harness) == "Denied")
        #expect(try result("adele", Self.application, harness) == "Granted")
        // It is about one application.
        #expect(try result("debra", "e7e4dbfc-046f-4074-9b3b-2ae8f144f59b", harness) == "Granted")
        let nobody: JSONObject = ["Identity": "nobody", "AppId": .string(Self.application)]
        #expect(try harness.run("Test-ApplicationAccessPolicy", nobody).status == 404)
    }

    @Test func aKeyIsRotatedFourDaysLaterAndNotTwice() throws {
        let harness = try ExchangeHarness()
        func config() throws -> JSONValue { try #require(try harness.done("Get-DkimSigningConfig").rows.first) }
        let first = try config()
        let rotate: JSONObject = ["Identity": first["Identity"] ?? .null, "KeySize": 1024]
        let wrong: JSONObject = ["Identity": first["Identity"] ?? .null, "KeySize": 512]
        #expect(try harness.run("Rotate-DkimSigningConfig", wrong).status == 400)
        try harness.done("Rotate-DkimSigningConfig", rotate)
        let second = try config()
        #expect(second["SelectorBeforeRotateOnDate"] == "selector1" && second["Selector1KeySize"] == 2048)
        #expect(second["SelectorAfterRotateOnDate"] == "selector2" && second["Selector2KeySize"] == 1024)
        let day = ServiceDate(ExchangeHarness.moment).adding(days: 4).text(.unspecified).prefix(10)
        #expect(second["RotateOnDate"]?.stringValue?.hasPrefix(day) == true, "\(second.text())")
        let again = try harness.run("Rotate-DkimSigningConfig", rotate)
        #expect(again.status == 400 && again.errorText.contains("again before"), "\(again.errorText)")
        harness.context.clock.advance(by: 4 * 86_400)
        try harness.done("Rotate-DkimSigningConfig", rotate)
        let third = try config()
        #expect(third["SelectorBeforeRotateOnDate"] == "selector2" && third["SelectorAfterRotateOnDate"] == "selector1")
    }

    @Test func delegatesAreKeptFromWhatIsProtected() throws {
        let harness = try ExchangeHarness()
        let entry: JSONObject = ["Identity": "adele", "User": "lee@contoso.com"]
        func levels() throws -> [String] {
            try harness.done("Get-MailboxIRMAccess", ["Identity": "adele"]).texts("AccessLevel")
        }
        #expect(try levels().isEmpty)
        try harness.done(
            "Add-MailboxPermission",
            ["Identity": "adele", "User": "lee@contoso.com", "AccessRights": "FullAccess"]
        )
        var block = entry
        block["AccessLevel"] = "Block"
        try harness.done("Set-MailboxIRMAccess", block)
        try harness.done("Set-MailboxIRMAccess", block)
        #expect(try levels() == ["Block"])
        #expect(try harness.done("Get-MailboxIRMAccess", entry).rows.count == 1)
        let other: JSONObject = ["Identity": "adele", "User": "debra"]
        #expect(try harness.done("Get-MailboxIRMAccess", other).rows.isEmpty)
        #expect(try harness.run("Remove-MailboxIRMAccess", other).status == 404)
        try harness.done("Remove-MailboxIRMAccess", entry)
        #expect(try levels().isEmpty)
    }
}
