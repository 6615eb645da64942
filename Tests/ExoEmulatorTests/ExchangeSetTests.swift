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

        init(_ why: String, _ parameters: JSONObject, _ property: String, becomes value: JSONValue) {
            self.why = why
            self.parameters = parameters
            self.property = property
            self.value = value
        }

        init(_ why: String, _ property: String, _ given: JSONValue, becomes value: JSONValue) {
            self.init(why, [property: given], property, becomes: value)
        }
    }

    static let cases: [Case] = [
        Case("text", "DisplayName", "Adele V", becomes: "Adele V"),
        Case("name in another case", ["displayname": "Ünal"], "DisplayName", becomes: "Ünal"),
        Case("truth value", "HiddenFromAddressListsEnabled", true, becomes: true),
        Case("truth value as text", "HiddenFromAddressListsEnabled", "True", becomes: true),
        Case("size as text", "MaxSendSize", "25MB", becomes: "25 MB (26,214,400 bytes)"),
        Case("size as number", "MaxSendSize", 26_214_400, becomes: "25 MB (26,214,400 bytes)"),
        Case(
            "size as the service writes it",
            "IssueWarningQuota",
            "49.5 GB (53,150,220,288 bytes)",
            becomes: "49.5 GB (53,150,220,288 bytes)"
        ),
        Case("unlimited in any case", "MaxSendSize", "unlimited", becomes: "Unlimited"),
        Case("count", "RecipientLimits", 250, becomes: "250"),
        Case("span of time", "RetainDeletedItemsFor", "30.00:00:00", becomes: "30.00:00:00"),
        Case(
            "date in US form",
            "EndDateForRetentionHold",
            "7/2/2026 3:04 PM",
            becomes: "2026-07-02T15:04:00.0000000+00:00"
        ),
        Case(
            "date in ISO form",
            "EndDateForRetentionHold",
            "2026-07-02T01:04:05",
            becomes: "2026-07-02T01:04:05.0000000+00:00"
        ),
        Case("whole number as text", "ResourceCapacity", "8", becomes: 8),
        Case("start of a name", "ExternalOofOptions", "Int", becomes: "InternalOnly"),
        Case("number of a name", "SendModerationNotifications", 2, becomes: "Never"),
        Case("list for a list", "ExtensionCustomAttribute1", ["a", "b"], becomes: ["a", "b"]),
        Case("text for a list", "ExtensionCustomAttribute1", "a", becomes: ["a"]),
        Case("recipient", "ForwardingAddress", "alex@contoso.com", becomes: "Alex Wilber"),
        Case("address", "ForwardingSmtpAddress", "a@example.com", becomes: "smtp:a@example.com"),
        Case("recipients", "GrantSendOnBehalfTo", ["alex", "joni"], becomes: ["Alex Wilber", "Joni Sherman"]),
        Case(
            "senders are mirrored",
            ["AcceptMessagesOnlyFrom": "alex"],
            "AcceptMessagesOnlyFromSendersOrMembers",
            becomes: ["Alex Wilber"]
        ),
        Case("null clears", "RetentionPolicy", nil, becomes: nil),
        Case("a text shown as empty is cleared to empty", "Office", "", becomes: ""),
        Case("empty text clears", "RetentionPolicy", "", becomes: nil),
        Case("type", ["Type": "Shared"], "RecipientTypeDetails", becomes: "SharedMailbox"),
        Case("type shows in flags", ["Type": "shared"], "IsShared", becomes: true),
        Case(
            "name",
            ["Name": "Adele X"],
            "DistinguishedName",
            becomes:
                "CN=Adele X,OU=contoso.onmicrosoft.com,OU=Microsoft Exchange Hosted Organizations,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM"
        ),
        Case("alias", "Alias", "adele.v", becomes: "adele.v"),
        Case("hold", ["LitigationHoldEnabled": true], "LitigationHoldOwner", becomes: "admin@contoso.com"),
        Case(
            "primary address by window",
            ["WindowsEmailAddress": "new@contoso.com"],
            "PrimarySmtpAddress",
            becomes: "new@contoso.com"
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

        init(_ why: String, _ parameters: JSONObject, says: String) {
            self.why = why
            self.parameters = parameters
            self.says = says
        }

        init(_ why: String, _ parameter: String, _ value: JSONValue, says: String) {
            self.init(why, [parameter: value], says: says)
        }
    }

    static let refusals: [Refusal] = [
        Refusal("someone else's address", "EmailAddresses", ["Add": "alex@contoso.com"], says: "already being used"),
        Refusal("foreign domain", "EmailAddresses", ["Add": "a@example.com"], says: "not an accepted domain"),
        Refusal("no address", "EmailAddresses", ["Add": "a b"], says: "isn't correct"),
        Refusal(
            "an address beyond ASCII",
            "EmailAddresses",
            ["Add": "jürgen@contoso.com"],
            says: "\"jürgen@contoso.com\" isn't correct"
        ),
        Refusal(
            "a name of 65 characters before the @",
            "WindowsEmailAddress",
            .string(String(repeating: "a", count: 65) + "@contoso.com"),
            says: "isn't correct"
        ),
        Refusal(
            "primary address in a foreign domain",
            "WindowsEmailAddress",
            "ceo@fabrikam.com",
            says: "can't use the domain fabrikam.com because it's not an accepted domain"
        ),
        Refusal(
            "primary address of someone else",
            "WindowsEmailAddress",
            "alex@contoso.com",
            says: "\"SMTP:alex@contoso.com\" is already being used by the proxy addresses"
        ),
        Refusal(
            "sign-in name in another tenant's domain",
            "MicrosoftOnlineServicesID",
            "ceo@fabrikam.com",
            says: "can't use the domain fabrikam.com because it's not an accepted domain"
        ),
        Refusal(
            "sign-in name of someone else",
            "MicrosoftOnlineServicesID",
            "Alex@contoso.com",
            says: "Another object with the same value for property userPrincipalName already exists"
        ),
        Refusal(
            "sign-in name of someone else in another tenant",
            "MicrosoftOnlineServicesID",
            "admin@fabrikam.com",
            says: "not an accepted domain"
        ),
        Refusal("sign-in name that is none", "MicrosoftOnlineServicesID", "adele", says: "\"adele\" isn't correct"),
        Refusal(
            "attribute of 1,025 characters",
            "CustomAttribute15",
            .string(String(repeating: "a", count: 1025)),
            says:
                "maximum length is 1024 and the length of the value provided is 1025. Property Name: CustomAttribute15"
        ),
        Refusal(
            "attribute of 513 characters that are two each",
            "CustomAttribute2",
            .string(String(repeating: "\u{1F600}", count: 513)),
            says: "length of the value provided is 1026"
        ),
        Refusal(
            "element of a list that is too long",
            "ExtensionCustomAttribute1",
            ["Add": .string(String(repeating: "a", count: 2049))],
            says: "maximum length is 2048"
        ),
        Refusal(
            "mail tip of 176 characters",
            "MailTip",
            .string(String(repeating: "a", count: 176)),
            says: "maximum length is 175"
        ),
        Refusal(
            "display name of 257 characters",
            "DisplayName",
            .string(String(repeating: "a", count: 257)),
            says: "maximum length is 256"
        ),
        Refusal(
            "name of 65 characters",
            "Name",
            .string(String(repeating: "a", count: 65)),
            says: "maximum length is 64"
        ),
        Refusal(
            "retention of 31 days",
            "RetainDeletedItemsFor",
            "31.00:00:00",
            says: "outside the range 00:00:00 to 30.00:00:00"
        ),
        Refusal("retention of less than nothing", "RetainDeletedItemsFor", "-00:00:01", says: "outside the range"),
        Refusal("a span beyond .NET's", "RetainDeletedItemsFor", "10675199.03:00:00", says: "RetainDeletedItemsFor"),
        Refusal(
            "a span beyond .NET's that may be unlimited",
            "LitigationHoldDuration",
            "10675199.02:48:05.4775808",
            says: "EnhancedTimeSpan"
        ),
        Refusal("more recipients than the range has", "RecipientLimits", 1001, says: "outside the range 1 to 1000"),
        Refusal("no recipients at all", "RecipientLimits", "0", says: "outside the range 1 to 1000"),
        Refusal("a number beyond Int32", "ResourceCapacity", 2_147_483_648, says: "too large or too small for Int32"),
        Refusal("a number beyond Int64", "ResourceCapacity", "9223372036854775808", says: "ResourceCapacity"),
        Refusal(
            "a date before the first",
            "EndDateForRetentionHold",
            "0001-01-01T00:00:00+00:01",
            says: "EndDateForRetentionHold"
        ),
        Refusal("a size beyond all", "MaxSendSize", "16777216TB", says: "ByteQuantifiedSize"),
        Refusal(
            "the number of no name",
            "SendModerationNotifications",
            9_223_372_036_854_775_807,
            says: "SendModerationNotifications"
        ),
        Refusal("primary address removed", "EmailAddresses", ["Remove": "adele@contoso.com"], says: "primary address"),
        Refusal(
            "two primary addresses",
            "EmailAddresses",
            ["SMTP:a@contoso.com", "SMTP:b@contoso.com"],
            says: "multiple primary"
        ),
        Refusal("unknown key of a table", "EmailAddresses", ["Plus": "a@contoso.com"], says: "Add and Remove"),
        Refusal("alias taken", "Alias", "alex", says: "used by another recipient"),
        Refusal("name taken", "Name", "Alex Wilber", says: "already exists"),
        Refusal("unknown recipient", "ForwardingAddress", "nobody", says: "Couldn't find object"),
        Refusal("quotas out of order", "ProhibitSendQuota", "1GB", says: "must be greater than or equal"),
        Refusal("no size", "MaxSendSize", "big", says: "MaxSendSize"),
        Refusal("no date", "LitigationHoldDate", "31/31/2026", says: "LitigationHoldDate"),
        Refusal("list for a single value", "DisplayName", ["a", "b"], says: "System.Object[]"),
        Refusal("unknown name", "Type", "Castle", says: "Equipment"),
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
