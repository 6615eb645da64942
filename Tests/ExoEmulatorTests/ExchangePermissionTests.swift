import ExoJSON
import Testing

@testable import EmulatorExchange

/// Rights on mailboxes and recipients.
@Suite struct ExchangePermissionTests {
    @Test func rightsOnAMailboxAreGivenMergedAndTaken() throws {
        let harness = try ExchangeHarness()
        func rights() throws -> [String] {
            let reply = try harness.run("Get-MailboxPermission", ["Identity": "van", "User": "adele@contoso.com"])
            #expect(reply.status == 200, "\(reply.errorText)")
            return reply.rows.first?["AccessRights"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        let own = try harness.run("Get-MailboxPermission", ["Identity": "van"])
        #expect(own.texts("User") == ["NT AUTHORITY\\SELF"] && own.texts("UserSid") == ["S-1-5-10"])

        let given = try harness.run(
            "Add-MailboxPermission",
            ["Identity": "van", "User": "adele", "AccessRights": "FullAccess", "AutoMapping": false]
        )
        #expect(given.texts("User") == ["adele@contoso.com"], "\(given.errorText)")
        #expect(given.texts("Identity") == own.texts("Identity"))
        let again = try harness.run(
            "Add-MailboxPermission",
            ["Identity": "van", "User": "adele", "AccessRights": "FullAccess"]
        )
        #expect(again.rows.isEmpty && again.warnings.first?.contains("already present") == true)
        _ = try harness.run(
            "Add-MailboxPermission",
            ["Identity": "van", "User": "adele", "AccessRights": ["ReadPermission"]]
        )
        #expect(try rights() == ["FullAccess, ReadPermission"])
        _ = try harness.run(
            "Remove-MailboxPermission",
            ["Identity": "van", "User": "adele@contoso.com", "AccessRights": ["FullAccess"], "Confirm": false]
        )
        #expect(try rights() == ["ReadPermission"])
        let asked = try harness.run(
            "Remove-MailboxPermission",
            ["Identity": "van", "User": "adele", "AccessRights": "ReadPermission", "Confirm": true]
        )
        #expect(asked.body["@adminapi.confirmationmessage"] != nil)
        #expect(try rights() == ["ReadPermission"])
        _ = try harness.run(
            "Remove-MailboxPermission",
            ["Identity": "van", "User": "adele", "AccessRights": "ReadPermission"]
        )
        #expect(try rights().isEmpty)
        let gone = try harness.run(
            "Remove-MailboxPermission",
            ["Identity": "van", "User": "adele", "AccessRights": "ReadPermission"]
        )
        #expect(gone.warnings.first?.contains("isn't present") == true)
    }

    @Test func aDenialIsAnEntryOfItsOwn() throws {
        let harness = try ExchangeHarness()
        func change(_ verb: String, _ right: String, deny: Bool) throws {
            let parameters: JSONObject = [
                "Identity": "van", "User": "adele", "AccessRights": .string(right), "Deny": .bool(deny),
            ]
            #expect(try harness.run("\(verb)-MailboxPermission", parameters).status == 200)
        }
        func entries() throws -> [String] {
            try harness.run("Get-MailboxPermission", ["Identity": "van", "User": "adele"]).rows.map { row in
                let rights = row["AccessRights"]?.arrayValue?.first?.stringValue ?? ""
                return row["Deny"] == true ? "not \(rights)" : rights
            }
        }
        try change("Add", "FullAccess", deny: false)
        try change("Add", "ReadPermission", deny: true)
        #expect(try entries() == ["FullAccess", "not ReadPermission"])
        try change("Remove", "FullAccess", deny: true)
        #expect(try entries() == ["FullAccess", "not ReadPermission"])
        try change("Remove", "ReadPermission", deny: true)
        #expect(try entries() == ["FullAccess"])
    }

    @Test func aMailboxIsItsOwn() throws {
        let reply = try ExchangeHarness.reading().done("Get-MailboxPermission", ["Identity": "van", "Owner": true])
        let row = try #require(reply.rows.first)
        #expect(reply.rows.count == 1 && row["Owner"] == "NT AUTHORITY\\SELF" && row["AccessRights"] == nil)
        #expect(row["IsValid"] == true && row["Identity"]?.stringValue?.isEmpty == false)
    }

    @Test func sendAsIsARightOnARecipient() throws {
        let harness = try ExchangeHarness()
        let given = try harness.run(
            "Add-RecipientPermission",
            ["Identity": "van", "Trustee": "adele", "AccessRights": "SendAs"]
        )
        #expect(given.status == 200, "\(given.errorText)")
        let found = try harness.run("Get-RecipientPermission", ["Identity": "van"])
        #expect(found.texts("Trustee") == ["NT AUTHORITY\\SELF", "adele@contoso.com"])
        #expect(found.rows.allSatisfy { $0["Deny"] == nil && $0["IsInherited"] != true })
        // As whom somebody may send.
        let held = try harness.run("Get-RecipientPermission", ["Trustee": "adele@contoso.com"])
        #expect(held.texts("Identity") == found.texts("Identity").suffix(1), "\(held.errorText)")
        // Nobody else's.
        #expect(try harness.run("Get-RecipientPermission", ["Identity": "adele"]).rows.count == 1)
    }

    @Test func rightsOnRecipientsAreListedForEverybody() throws {
        let harness = try ExchangeHarness()
        let groups = try harness.run("Get-Recipient", ["RecipientTypeDetails": "GroupMailbox"]).rows.count
        let all = try harness.run("Get-Recipient", ["ResultSize": "Unlimited"]).rows.count + groups
        _ = try harness.run(
            "Add-RecipientPermission",
            ["Identity": "van", "Trustee": "adele", "AccessRights": "SendAs"]
        )
        let found = try harness.run("Get-RecipientPermission", ["ResultSize": "Unlimited"])
        #expect(found.rows.count == all + 1, "\(found.errorText)")
        #expect(found.texts("Trustee").filter { $0 == "adele@contoso.com" }.count == 1)
        let few = try harness.run("Get-RecipientPermission", ["ResultSize": 2])
        #expect(few.rows.count == 2 && few.warnings.count == 1)
        let walked = try harness.walk("Get-RecipientPermission", ["ResultSize": "Unlimited"], pageSize: 7)
        #expect(walked == found.rows)
    }

    @Test(arguments: ["Get-MailboxPermission"])
    func rightsAreOfSomebody(_ cmdlet: String) throws {
        let harness = try ExchangeHarness.reading()
        let reply = try harness.run(cmdlet)
        #expect(reply.status == 400 && reply.errorText.contains("Identity"), "\(reply.errorText)")
        #expect(reply.body["error"]?["message"] == "Invalid Operation")
        #expect(try harness.run(cmdlet, ["Identity": "nobody"]).status == 404)
        let unknown = try harness.run(
            "Add-MailboxPermission",
            ["Identity": "van", "User": "x", "AccessRights": "FullAccess"]
        )
        #expect(unknown.status == 404)
    }
}
