import ExoCrypto
import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

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
            why: "an address beyond ASCII",
            parameters: ["EmailAddresses": ["Add": "jürgen@contoso.com"]],
            says: "\"jürgen@contoso.com\" isn't correct"
        ),
        Refusal(
            why: "a name of 65 characters before the @",
            parameters: ["WindowsEmailAddress": .string(String(repeating: "a", count: 65) + "@contoso.com")],
            says: "isn't correct"
        ),
        Refusal(
            why: "primary address in a foreign domain",
            parameters: ["WindowsEmailAddress": "ceo@fabrikam.com"],
            says: "can't use the domain fabrikam.com because it's not an accepted domain"
        ),
        Refusal(
            why: "primary address of someone else",
            parameters: ["WindowsEmailAddress": "alex@contoso.com"],
            says: "\"SMTP:alex@contoso.com\" is already being used by the proxy addresses"
        ),
        Refusal(
            why: "sign-in name in another tenant's domain",
            parameters: ["MicrosoftOnlineServicesID": "ceo@fabrikam.com"],
            says: "can't use the domain fabrikam.com because it's not an accepted domain"
        ),
        Refusal(
            why: "sign-in name of someone else",
            parameters: ["MicrosoftOnlineServicesID": "Alex@contoso.com"],
            says: "Another object with the same value for property userPrincipalName already exists"
        ),
        Refusal(
            why: "sign-in name of someone else in another tenant",
            parameters: ["MicrosoftOnlineServicesID": "admin@fabrikam.com"],
            says: "not an accepted domain"
        ),
        Refusal(
            why: "sign-in name that is none",
            parameters: ["MicrosoftOnlineServicesID": "adele"],
            says: "\"adele\" isn't correct"
        ),
        Refusal(
            why: "attribute of 1,025 characters",
            parameters: ["CustomAttribute15": .string(String(repeating: "a", count: 1025))],
            says:
                "maximum length is 1024 and the length of the value provided is 1025. Property Name: CustomAttribute15"
        ),
        Refusal(
            why: "attribute of 513 characters that are two each",
            parameters: ["CustomAttribute2": .string(String(repeating: "\u{1F600}", count: 513))],
            says: "length of the value provided is 1026"
        ),
        Refusal(
            why: "element of a list that is too long",
            parameters: ["ExtensionCustomAttribute1": ["Add": .string(String(repeating: "a", count: 2049))]],
            says: "maximum length is 2048"
        ),
        Refusal(
            why: "mail tip of 176 characters",
            parameters: ["MailTip": .string(String(repeating: "a", count: 176))],
            says: "maximum length is 175"
        ),
        Refusal(
            why: "display name of 257 characters",
            parameters: ["DisplayName": .string(String(repeating: "a", count: 257))],
            says: "maximum length is 256"
        ),
        Refusal(
            why: "name of 65 characters",
            parameters: ["Name": .string(String(repeating: "a", count: 65))],
            says: "maximum length is 64"
        ),
        Refusal(
            why: "retention of 31 days",
            parameters: ["RetainDeletedItemsFor": "31.00:00:00"],
            says: "outside the range 00:00:00 to 30.00:00:00"
        ),
        Refusal(
            why: "retention of less than nothing",
            parameters: ["RetainDeletedItemsFor": "-00:00:01"],
            says: "outside the range"
        ),
        Refusal(
            why: "a span beyond .NET's",
            parameters: ["RetainDeletedItemsFor": "10675199.03:00:00"],
            says: "RetainDeletedItemsFor"
        ),
        Refusal(
            why: "a span beyond .NET's that may be unlimited",
            parameters: ["LitigationHoldDuration": "10675199.02:48:05.4775808"],
            says: "EnhancedTimeSpan"
        ),
        Refusal(
            why: "more recipients than the range has",
            parameters: ["RecipientLimits": 1001],
            says: "outside the range 1 to 1000"
        ),
        Refusal(
            why: "no recipients at all",
            parameters: ["RecipientLimits": "0"],
            says: "outside the range 1 to 1000"
        ),
        Refusal(
            why: "a number beyond Int32",
            parameters: ["ResourceCapacity": 2_147_483_648],
            says: "too large or too small for Int32"
        ),
        Refusal(
            why: "a number beyond Int64",
            parameters: ["ResourceCapacity": "9223372036854775808"],
            says: "ResourceCapacity"
        ),
        Refusal(
            why: "a date before the first",
            parameters: ["EndDateForRetentionHold": "0001-01-01T00:00:00+00:01"],
            says: "EndDateForRetentionHold"
        ),
        Refusal(
            why: "a size beyond all",
            parameters: ["MaxSendSize": "16777216TB"],
            says: "ByteQuantifiedSize"
        ),
        Refusal(
            why: "the number of no name",
            parameters: ["SendModerationNotifications": 9_223_372_036_854_775_807],
            says: "SendModerationNotifications"
        ),
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
        #expect((400..<500).contains(reply.status))
        #expect(reply.errorText.contains(testCase.says), "\(reply.errorText)")
        for word in ["SQLite", "constraint", "UPDATE", "exchange_", "user_principal_name"] {
            #expect(!reply.response.text.contains(word))
        }
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

    struct Silence: CustomTestStringConvertible {
        var header: String?
        var parameter: JSONValue?
        var warns: Bool
        var testDescription: String { "\(header ?? "-"), \(parameter?.text() ?? "-")" }
    }

    @Test(arguments: [
        Silence(header: nil, parameter: nil, warns: true),
        Silence(header: "", parameter: nil, warns: true),
        Silence(header: "SilentlyContinue", parameter: "SilentlyContinue", warns: false),
        Silence(header: "SilentlyContinue", parameter: "Ignore", warns: false),
        Silence(header: "silentlycontinue", parameter: nil, warns: false),
        Silence(header: nil, parameter: "Ignore", warns: false),
        Silence(header: "Stop", parameter: "Stop", warns: true),
        Silence(header: "Continue", parameter: "SilentlyContinue", warns: true),
    ])
    func warnsUnlessWarningsAreNotWanted(_ silence: Silence) throws {
        var parameters: JSONObject = ["Identity": "adele", "DisplayName": "Adele Vance"]
        parameters["WarningAction"] = silence.parameter
        let headers = silence.header.map { ["WarningAction": $0] } ?? [:]
        let reply = try ExchangeHarness.reading().run("Set-Mailbox", parameters, headers: headers)
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(reply.warnings.isEmpty != silence.warns)
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
        let secret = try harness.sealed("N3w-Secret")
        let reply = try harness.run("Set-Mailbox", ["Identity": "adele", "Password": .string(secret)])
        #expect(reply.status == 200, "\(reply.errorText)")
        #expect(try harness.signIn("adele@contoso.com", password: "N3w-Secret")["access_token"] != nil)
        #expect(try harness.signIn("adele@contoso.com", password: Seed.password)["access_token"] == nil)
    }

    @Test func passesOnWhatTheDirectorySaysOfAWeakPassword() throws {
        let harness = try ExchangeHarness()
        let secret = try harness.sealed("weak")
        let reply = try harness.run("Set-Mailbox", ["Identity": "adele", "Password": .string(secret)])
        #expect(reply.status == 400)
        #expect(reply.errorText.contains("does not comply with password complexity requirements"))
        #expect(!reply.response.text.contains("weak"))
        #expect(try harness.signIn("adele@contoso.com", password: Seed.password)["access_token"] != nil)
    }

    @Test(arguments: ["Password", "AccountDisabled"])
    func aPasswordOrABlockEndsWhatWasSignedIn(_ parameter: String) throws {
        let harness = try ExchangeHarness()
        let before = try harness.signIn("adele@contoso.com", password: Seed.password)
        harness.context.clock.advance(by: 90)
        let token = try #require(before["access_token"]?.stringValue)
        let target = "/adminapi/beta/contoso.com/EXOModuleFile"
        #expect(try harness.send("GET", target, as: token).status == 200)
        let value: JSONValue = parameter == "Password" ? .string(try harness.sealed("N3w-Secret")) : true
        let reply = try harness.run(
            "Set-Mailbox",
            JSONObject([.init(name: "Identity", value: "adele"), .init(name: parameter, value: value)])
        )
        #expect(reply.status == 200, "\(reply.errorText)")
        let refreshed = try harness.token([
            ("grant_type", "refresh_token"), ("client_id", EntraBench.publicClient),
            ("refresh_token", before["refresh_token"]?.stringValue ?? ""),
        ])
        #expect(refreshed["error"] == "invalid_grant")
        #expect(refreshed["error_codes"] == (parameter == "Password" ? [50173] : [50057]))
        #expect(try harness.send("GET", target, as: token).status == 401)
    }

    @Test(arguments: ["N3w-Secret", "AAAA"])
    func refusesAPasswordThatIsNotAndKeepsItToItself(_ password: String) throws {
        let reply = try ExchangeHarness().run("Set-Mailbox", ["Identity": "adele", "Password": .string(password)])
        #expect(reply.status == 400)
        #expect(!String(decoding: reply.response.body, as: UTF8.self).contains(password))
    }
}
