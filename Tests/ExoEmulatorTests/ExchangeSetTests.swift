import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

struct ExchangeSetTests {
    struct Case: CustomTestStringConvertible {
        var why: String
        var parameters: JSONObject
        var property: String
        var value: JSONValue
        var testDescription: String { why }
    }

    static let cases = [
        Case(why: "text", parameters: ["DisplayName": "Adele V"], property: "DisplayName", value: "Adele V"),
        Case(why: "name in another case", parameters: ["displayname": "Ünal"], property: "DisplayName", value: "Ünal"),
        Case(
            why: "truth value",
            parameters: ["HiddenFromAddressListsEnabled": true],
            property: "HiddenFromAddressListsEnabled",
            value: true
        ),
        Case(
            why: "truth value as text",
            parameters: ["HiddenFromAddressListsEnabled": "True"],
            property: "HiddenFromAddressListsEnabled",
            value: true
        ),
        Case(
            why: "size as text",
            parameters: ["MaxSendSize": "25MB"],
            property: "MaxSendSize",
            value: "25 MB (26,214,400 bytes)"
        ),
        Case(
            why: "size as number",
            parameters: ["MaxSendSize": 26_214_400],
            property: "MaxSendSize",
            value: "25 MB (26,214,400 bytes)"
        ),
        Case(
            why: "size as the service writes it",
            parameters: ["IssueWarningQuota": "49.5 GB (53,150,220,288 bytes)"],
            property: "IssueWarningQuota",
            value: "49.5 GB (53,150,220,288 bytes)"
        ),
        Case(
            why: "unlimited in any case",
            parameters: ["MaxSendSize": "unlimited"],
            property: "MaxSendSize",
            value: "Unlimited"
        ),
        Case(why: "count", parameters: ["RecipientLimits": 250], property: "RecipientLimits", value: "250"),
        Case(
            why: "span of time",
            parameters: ["RetainDeletedItemsFor": "30.00:00:00"],
            property: "RetainDeletedItemsFor",
            value: "30.00:00:00"
        ),
        Case(
            why: "date in US form",
            parameters: ["EndDateForRetentionHold": "7/2/2026 3:04 PM"],
            property: "EndDateForRetentionHold",
            value: "2026-07-02T15:04:00.0000000+00:00"
        ),
        Case(
            why: "date in ISO form",
            parameters: ["EndDateForRetentionHold": "2026-07-02T01:04:05"],
            property: "EndDateForRetentionHold",
            value: "2026-07-02T01:04:05.0000000+00:00"
        ),
        Case(
            why: "whole number as text",
            parameters: ["ResourceCapacity": "8"],
            property: "ResourceCapacity",
            value: 8
        ),
        Case(
            why: "start of a name",
            parameters: ["ExternalOofOptions": "Int"],
            property: "ExternalOofOptions",
            value: "InternalOnly"
        ),
        Case(
            why: "number of a name",
            parameters: ["SendModerationNotifications": 2],
            property: "SendModerationNotifications",
            value: "Never"
        ),
        Case(
            why: "list for a list",
            parameters: ["ExtensionCustomAttribute1": ["a", "b"]],
            property: "ExtensionCustomAttribute1",
            value: ["a", "b"]
        ),
        Case(
            why: "text for a list",
            parameters: ["ExtensionCustomAttribute1": "a"],
            property: "ExtensionCustomAttribute1",
            value: ["a"]
        ),
        Case(
            why: "recipient",
            parameters: ["ForwardingAddress": "alex@contoso.com"],
            property: "ForwardingAddress",
            value: "Alex Wilber"
        ),
        Case(
            why: "address",
            parameters: ["ForwardingSmtpAddress": "a@example.com"],
            property: "ForwardingSmtpAddress",
            value: "smtp:a@example.com"
        ),
        Case(
            why: "recipients",
            parameters: ["GrantSendOnBehalfTo": ["alex", "joni"]],
            property: "GrantSendOnBehalfTo",
            value: ["Alex Wilber", "Joni Sherman"]
        ),
        Case(
            why: "senders are mirrored",
            parameters: ["AcceptMessagesOnlyFrom": "alex"],
            property: "AcceptMessagesOnlyFromSendersOrMembers",
            value: ["Alex Wilber"]
        ),
        Case(why: "null clears", parameters: ["RetentionPolicy": nil], property: "RetentionPolicy", value: nil),
        Case(
            why: "a text shown as empty is cleared to empty",
            parameters: ["Office": ""],
            property: "Office",
            value: ""
        ),
        Case(why: "empty text clears", parameters: ["RetentionPolicy": ""], property: "RetentionPolicy", value: nil),
        Case(why: "type", parameters: ["Type": "Shared"], property: "RecipientTypeDetails", value: "SharedMailbox"),
        Case(why: "type shows in flags", parameters: ["Type": "shared"], property: "IsShared", value: true),
        Case(
            why: "name",
            parameters: ["Name": "Adele X"],
            property: "DistinguishedName",
            value:
                "CN=Adele X,OU=contoso.onmicrosoft.com,OU=Microsoft Exchange Hosted Organizations,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM"
        ),
        Case(why: "alias", parameters: ["Alias": "adele.v"], property: "Alias", value: "adele.v"),
        Case(
            why: "hold",
            parameters: ["LitigationHoldEnabled": true],
            property: "LitigationHoldOwner",
            value: "admin@contoso.com"
        ),
        Case(
            why: "primary address by window",
            parameters: ["WindowsEmailAddress": "new@contoso.com"],
            property: "PrimarySmtpAddress",
            value: "new@contoso.com"
        ),
    ]

    @Test(arguments: cases)
    func whatIsSetIsShown(_ testCase: Case) throws {
        let harness = try ExchangeHarness()
        let guid = try #require(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first?["Guid"])
        var parameters = testCase.parameters
        parameters["Identity"] = guid
        let reply = try harness.run("Set-Mailbox", parameters)
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(reply.rows.isEmpty)
        #expect(reply.warnings.isEmpty)
        let row = try harness.run("Get-Mailbox", ["Identity": guid]).rows.first
        #expect(row?[testCase.property] == testCase.value)
    }

    struct Addresses: CustomTestStringConvertible {
        var why: String
        var value: JSONValue
        /// The SMTP addresses afterwards.
        var smtp: [String]
        var testDescription: String { why }
    }

    static let addresses = [
        Addresses(
            why: "add with a tagged table",
            value: ["@odata.type": "#Exchange.GenericHashTable", "Add": ["smtp:a@contoso.com"]],
            smtp: ["SMTP:adele@contoso.com", "smtp:adele@contoso.onmicrosoft.com", "smtp:a@contoso.com"]
        ),
        Addresses(
            why: "add with a bare table, one text, other case",
            value: ["add": "a@contoso.com"],
            smtp: ["SMTP:adele@contoso.com", "smtp:adele@contoso.onmicrosoft.com", "smtp:a@contoso.com"]
        ),
        Addresses(why: "remove", value: ["Remove": "adele@contoso.onmicrosoft.com"], smtp: ["SMTP:adele@contoso.com"]),
        Addresses(
            why: "a new primary one makes the old one secondary",
            value: ["Add": "SMTP:av@contoso.com"],
            smtp: ["SMTP:av@contoso.com", "smtp:adele@contoso.com", "smtp:adele@contoso.onmicrosoft.com"]
        ),
        Addresses(
            why: "replace",
            value: ["SMTP:x@contoso.com", "smtp:y@contoso.com"],
            smtp: ["SMTP:x@contoso.com", "smtp:y@contoso.com"]
        ),
        Addresses(
            why: "the first becomes primary",
            value: ["x@contoso.com", "y@contoso.com"],
            smtp: ["SMTP:x@contoso.com", "smtp:y@contoso.com"]
        ),
        Addresses(
            why: "an empty list changes nothing",
            value: [],
            smtp: ["SMTP:adele@contoso.com", "smtp:adele@contoso.onmicrosoft.com"]
        ),
    ]

    @Test(arguments: addresses)
    func addressesFollowTheirRules(_ testCase: Addresses) throws {
        let harness = try ExchangeHarness()
        let reply = try harness.run("Set-Mailbox", ["Identity": "adele", "EmailAddresses": testCase.value])
        #expect(reply.status == 200, "\(reply.errorText)")
        let row = try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first
        let found = row?["EmailAddresses"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(found.filter { $0.lowercased().hasPrefix("smtp:") } == testCase.smtp)
    }

    struct Refusal: CustomTestStringConvertible {
        var why: String
        var parameters: JSONObject
        var says: String
        var testDescription: String { why }
    }

    static let refusals = [
        Refusal(
            why: "someone else's address",
            parameters: ["EmailAddresses": ["Add": "alex@contoso.com"]],
            says: "already being used"
        ),
        Refusal(
            why: "foreign domain",
            parameters: ["EmailAddresses": ["Add": "a@example.com"]],
            says: "not an accepted domain"
        ),
        Refusal(why: "no address", parameters: ["EmailAddresses": ["Add": "a b"]], says: "isn't correct"),
        Refusal(
            why: "primary address removed",
            parameters: ["EmailAddresses": ["Remove": "adele@contoso.com"]],
            says: "primary address"
        ),
        Refusal(
            why: "two primary addresses",
            parameters: ["EmailAddresses": ["SMTP:a@contoso.com", "SMTP:b@contoso.com"]],
            says: "multiple primary"
        ),
        Refusal(
            why: "unknown key of a table",
            parameters: ["EmailAddresses": ["Plus": "a@contoso.com"]],
            says: "Add and Remove"
        ),
        Refusal(why: "alias taken", parameters: ["Alias": "alex"], says: "used by another recipient"),
        Refusal(why: "name taken", parameters: ["Name": "Alex Wilber"], says: "already exists"),
        Refusal(why: "unknown recipient", parameters: ["ForwardingAddress": "nobody"], says: "couldn't be found"),
        Refusal(
            why: "quotas out of order",
            parameters: ["ProhibitSendQuota": "1GB"],
            says: "must be greater than or equal"
        ),
        Refusal(why: "no size", parameters: ["MaxSendSize": "big"], says: "MaxSendSize"),
        Refusal(why: "no date", parameters: ["LitigationHoldDate": "31/31/2026"], says: "LitigationHoldDate"),
        Refusal(why: "list for a single value", parameters: ["DisplayName": ["a", "b"]], says: "System.Object[]"),
        Refusal(why: "unknown name", parameters: ["Type": "Castle"], says: "Equipment"),
    ]

    @Test(arguments: refusals)
    func refusesAndChangesNothing(_ testCase: Refusal) throws {
        let harness = try ExchangeHarness()
        let before = try harness.run("Get-Mailbox", ["Identity": "adele"]).rows
        var parameters = testCase.parameters
        parameters["Identity"] = "adele"
        parameters["CustomAttribute1"] = "changed"
        let reply = try harness.run("Set-Mailbox", parameters)
        #expect(reply.status >= 400)
        #expect(reply.errorText.contains(testCase.says), "\(reply.errorText)")
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows == before)
    }

    @Test(arguments: ["WhatIf", "Confirm"])
    func asksInsteadOfChanging(_ parameter: String) throws {
        let harness = try ExchangeHarness()
        var parameters: JSONObject = ["Identity": "adele", "DisplayName": "X"]
        parameters[parameter] = true
        let reply = try harness.run("Set-Mailbox", parameters)
        #expect(reply.status == 200)
        #expect(reply.rows.isEmpty)
        #expect(reply.body["@adminapi.confirmationmessage"]?.stringValue?.contains("Adele Vance") == true)
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele"]).texts("DisplayName") == ["Adele Vance"])
        let sure = try harness.run("Set-Mailbox", ["Identity": "adele", "DisplayName": "X", "Confirm": false])
        #expect(sure.body["@adminapi.confirmationmessage"] == nil)
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele"]).texts("DisplayName") == ["X"])
    }

    @Test func warnsWhenNothingChanges() throws {
        let reply = try ExchangeHarness().run("Set-Mailbox", ["Identity": "adele", "DisplayName": "Adele Vance"])
        #expect(reply.warnings.first?.contains("no settings of 'contoso.onmicrosoft.com/Adele Vance'") == true)
    }

    @Test func aChangeIsSeenByTheOtherNounsAndTheDirectory() throws {
        let harness = try ExchangeHarness()
        harness.context.clock.advance(by: 90)
        _ = try harness.run("Set-Mailbox", ["Identity": "adele", "DisplayName": "Adele Q"])
        #expect(try harness.run("Get-User", ["Identity": "adele"]).texts("DisplayName") == ["Adele Q"])
        #expect(try harness.run("Get-Recipient", ["Identity": "Adele Q"]).texts("Alias") == ["adele"])
        #expect(try harness.context.directory.user("adele@contoso.com")?.displayName == "Adele Q")
        let row = try #require(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first)
        #expect(row["WhenChangedUTC"] != row["WhenCreatedUTC"])
    }

    @Test func takesAPasswordThatIsEncryptedUnderThePublishedKey() throws {
        let harness = try ExchangeHarness()
        let xml = try #require(Base64.decode(try ParameterKey(harness.context.store).published))
        let parts = String(decoding: xml, as: UTF8.self).split { $0 == "<" || $0 == ">" }
        #expect(parts.first == "RSAKeyValue")
        let key = try RSAPublicKey(
            modulus: try #require(Base64.decode(parts[2])),
            exponent: try #require(Base64.decode(parts[5]))
        )
        let secret = Base64.encode(try key.encryptPKCS1(Array("N3w-Secret".utf8)))
        let reply = try harness.run("Set-Mailbox", ["Identity": "adele", "Password": .string(secret)])
        #expect(reply.status == 200, "\(reply.errorText)")
        let hash = try #require(try harness.context.directory.user("adele@contoso.com")?.passwordHash)
        #expect(try PasswordHash.matches(Array("N3w-Secret".utf8), hash))
    }

    @Test(arguments: ["N3w-Secret", "AAAA"])
    func refusesAPasswordThatIsNotAndKeepsItToItself(_ password: String) throws {
        let reply = try ExchangeHarness().run("Set-Mailbox", ["Identity": "adele", "Password": .string(password)])
        #expect(reply.status == 400)
        #expect(!String(decoding: reply.response.body, as: UTF8.self).contains(password))
    }
}
