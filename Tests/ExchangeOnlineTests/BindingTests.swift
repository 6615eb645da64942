import ExchangeOnline
import ExoCrypto
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a caller's values become on the wire, by the catalogue.
struct BindingTests {
    private func sent(_ bench: Bench, _ place: Int = 0) throws -> JSONObject {
        let request = bench.transport.requests[place]
        let body = try JSONValue(parsing: try #require(request.body))
        return try #require(body["CmdletInput"]?["Parameters"]?.objectValue)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var cmdlet = "Set-Mailbox"
        var parameters: CmdletParameters
        var sent: JSONObject
        var testDescription: String { "\(cmdlet) \(sent.names.last ?? "")" }
    }

    private static let tag: JSONValue = "#Exchange.GenericHashTable"
    private static let moment = Date(timeIntervalSince1970: 1_769_868_000)

    static let values: [Case] = [
        Case(
            parameters: [
                "identity": "adele", "emailaddresses": .change(add: ["smtp:a@x.com"], remove: ["smtp:b@x.com"]),
            ],
            sent: [
                "Identity": "adele",
                "EmailAddresses": ["@odata.type": tag, "Add": ["smtp:a@x.com"], "Remove": ["smtp:b@x.com"]],
            ]
        ),
        Case(
            parameters: ["Identity": "adele", "EmailAddresses": .change(add: ["a"])],
            sent: ["Identity": "adele", "EmailAddresses": ["@odata.type": tag, "Add": ["a"]]]
        ),
        Case(
            parameters: ["Identity": "adele", "AcceptMessagesOnlyFrom": "lee", "GrantSendOnBehalfTo": ["a", "b"]],
            sent: ["Identity": "adele", "AcceptMessagesOnlyFrom": "lee", "GrantSendOnBehalfTo": ["a", "b"]]
        ),
        Case(
            cmdlet: "Get-Mailbox",
            parameters: ["RecipientTypeDetails": "SharedMailbox"],
            sent: ["RecipientTypeDetails": ["SharedMailbox"]]
        ),
        Case(
            parameters: ["Identity": "adele", "ProhibitSendQuota": .size(.gigabytes(50)), "AuditEnabled": true],
            sent: ["Identity": "adele", "ProhibitSendQuota": 53_687_091_200, "AuditEnabled": true]
        ),
        Case(
            parameters: ["Identity": "adele", "AuditLogAgeLimit": .duration(.seconds(90 * 86_400))],
            sent: ["Identity": "adele", "AuditLogAgeLimit": "90.00:00:00"]
        ),
        Case(
            parameters: ["Identity": "adele", "CustomAttribute1": nil, "DisplayName": "Vance,Adele"],
            sent: ["Identity": "adele", "CustomAttribute1": "", "DisplayName": "Vance,Adele"]
        ),
        Case(
            cmdlet: "Set-MailboxAutoReplyConfiguration",
            parameters: ["Identity": "adele", "StartTime": .date(moment)],
            sent: ["Identity": "adele", "StartTime": "2026-01-31T14:00:00"]
        ),
        Case(
            cmdlet: "Restore-RecoverableItems",
            parameters: CmdletParameters(["Identity": ["adele", "alex"]]),
            sent: ["Identity": ["adele", "alex"]]
        ),
        Case(
            cmdlet: "Import-TransportRuleCollection",
            parameters: ["FileData": .bytes([1, 2, 250])],
            sent: ["FileData": ["@odata.type": "#Exchange.ByteArrayType", "Data": [1, 2, 250]], "Confirm": false]
        ),
        Case(
            cmdlet: "Import-TransportRuleCollection",
            parameters: CmdletParameters(["FileData": "AQL6"]),
            sent: ["FileData": ["@odata.type": "#Exchange.ByteArrayType", "Data": [1, 2, 250]], "Confirm": false]
        ),
        Case(
            cmdlet: "New-TransportRule",
            parameters: [
                "Name": "r", "MessageContainsDataClassifications": [["Name": "CC", "minCount": "1"]],
            ],
            sent: [
                "Name": "r", "MessageContainsDataClassifications": [["Name": "CC", "minCount": "1"]],
                "MessageContainsDataClassifications@odata.type": "#Collection(Exchange.GenericHashTable)",
            ]
        ),
        // Nothing is what takes a mapping away.
        Case(
            cmdlet: "Set-HVEAccountBillingPolicy",
            parameters: ["Identity": "hve@contoso.com", "BillingPolicyId": ""],
            sent: ["Identity": "hve@contoso.com", "BillingPolicyId": ""]
        ),
        Case(
            cmdlet: "Get-Mailbox",
            parameters: ["Filter": "IsMailboxEnabled -eq $true", "ResultSize": 5],
            sent: ["Filter": "IsMailboxEnabled -eq 'True'", "ResultSize": 5]
        ),
        // JSON values keep their types.
        Case(
            parameters: CmdletParameters([
                "Identity": "adele", "RecipientLimits": 7, "GrantSendOnBehalfTo": [1, "x", true],
            ]),
            sent: ["Identity": "adele", "RecipientLimits": 7, "GrantSendOnBehalfTo": [1, "x", true]]
        ),
        Case(
            parameters: CmdletParameters(["Identity": "adele", "EmailAddresses": ["Add": ["a"]]]),
            sent: ["Identity": "adele", "EmailAddresses": ["@odata.type": tag, "Add": ["a"]]]
        ),
    ]

    @Test(arguments: values)
    func writesValuesByTheTypeOfTheirParameter(_ example: Case) async throws {
        let bench = Bench([Page.reply(0..<0)])
        _ = try await bench.connection().run(example.cmdlet, example.parameters)
        #expect(try sent(bench) == example.sent)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var cmdlet: String
        var parameters: CmdletParameters
        var says: String
        var testDescription: String { "\(cmdlet): \(says)" }
    }

    @Test(arguments: [
        Refusal(cmdlet: "Get-Mialbox", parameters: [:], says: "Get-Mailbox"),
        Refusal(cmdlet: "Get-Mailbox", parameters: ["Identiti": "a"], says: "-Identity"),
        Refusal(cmdlet: "Get-Mailbox", parameters: ["I": "a"], says: "several parameters"),
        Refusal(cmdlet: "Get-Mailbox", parameters: ["Identity": "a", "identity": "b"], says: "more than once"),
        Refusal(cmdlet: "Get-Mailbox", parameters: ["Identity": ""], says: "every object"),
        Refusal(cmdlet: "Get-Mailbox", parameters: ["Identity": nil], says: "every object"),
        Refusal(cmdlet: "Get-Mailbox", parameters: ["Identity": []], says: "every object"),
        Refusal(cmdlet: "Set-Mailbox", parameters: ["DisplayName": "x"], says: "needs -Identity"),
        Refusal(cmdlet: "New-MailUser", parameters: ["Name": "a", "HVEAccount": true], says: "needs -Password."),
        Refusal(cmdlet: "New-MailUser", parameters: ["Name": "a"], says: "needs -ExternalEmailAddress."),
        Refusal(
            cmdlet: "New-MigrationBatch",
            parameters: ["Name": "a", "SlackWorkspaceId": "a", "StagedRollOutGroupId": "a"],
            says: "-SlackPublicDataConnector"
        ),
        // Both are newer than the function that was seen, and no call has both.
        Refusal(
            cmdlet: "Set-Mailbox",
            parameters: ["Identity": "a", "ExcludeFromAllHolds": true, "IsExchangeCloudManaged": true],
            says: "-IsExchangeCloudManaged of Set-Mailbox does not go together with -ExcludeFromAllHolds."
        ),
        Refusal(
            cmdlet: "Get-TenantScanRequestStatistics",
            parameters: ["ConnectionId": "x", "Filter": "y"],
            says: "-Filter of Get-TenantScanRequestStatistics does not go together with -ConnectionId."
        ),
        Refusal(cmdlet: "Set-Mailbox", parameters: ["Identity": "a", "DisplayName": ["x", "y"]], says: "a text"),
        Refusal(cmdlet: "Set-Mailbox", parameters: ["Identity": "a", "AuditEnabled": "yes"], says: "true or false"),
        Refusal(
            cmdlet: "Set-Mailbox",
            parameters: ["Identity": "a", "DisplayName": .secret("hunter2")],
            says: "unencrypted"
        ),
        Refusal(
            cmdlet: "Set-Mailbox",
            parameters: ["Identity": "a", "EmailAddresses": ["Add": .secret("hunter2")]],
            says: "unencrypted"
        ),
        Refusal(cmdlet: "New-Mailbox", parameters: ["Name": "a", "Shared": true, "Room": true], says: "together"),
        // What goes together with both is no reason.
        Refusal(
            cmdlet: "New-AddressList",
            parameters: ["Name": "a", "RecipientFilter": "b", "ConditionalCompany": "c"],
            says: "does not go together with -RecipientFilter."
        ),
    ])
    func refusesWhatTheCatalogueContradicts(_ refusal: Refusal) async throws {
        let bench = Bench()
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(refusal.cmdlet, refusal.parameters)
        }
        #expect(error?.code == .invalidRequest)
        let said = error.map { "\($0)" } ?? ""
        #expect(said.contains(refusal.says), "said: \(said)")
        #expect(!said.contains("hunter2"))
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func sendsWhatTheCatalogueDoesNotKnowWhenItIsNotAsked() async throws {
        let bench = Bench([Page.reply(0..<0)])
        let cmdlet = Cmdlet(
            "Get-NewThing",
            parameters: ["Identity": "a", "Count": 3, "Map": ["x": 1]],
            isChecked: false
        )
        _ = try await bench.run(cmdlet)
        #expect(try sent(bench) == ["Identity": "a", "Count": 3, "Map": ["@odata.type": Self.tag, "x": 1]])
    }

    // MARK: Secrets

    private func module(_ key: RSAPrivateKey) throws -> ScriptedReply {
        let numbers = try key.publicKey
        let xml =
            "<RSAKeyValue><Modulus>\(Base64.encode(numbers.modulus))</Modulus>"
            + "<Exponent>\(Base64.encode(numbers.exponent))</Exponent></RSAKeyValue>"
        let script: JSONValue = .string("# generated\n$PublicKey = '\(xml)'\nExport-ModuleMember\n")
        let body: JSONValue = ["value": [["fileName": "ExchangeOnline.psm1", "fileContent": script]]]
        return .json(body.text())
    }

    @Test func encryptsSecretsUnderTheKeyOfTheServiceAskedForOnce() async throws {
        let key = try RSAPrivateKey.generate()
        let bench = Bench([try module(key), Page.reply(0..<0), Page.reply(0..<0)])
        let connection = try await bench.connection()
        let password = "Pässw0rd!"
        for value in [CmdletValue.secret(password), CmdletValue(.string(password))] {
            try await connection.run("Set-Mailbox", ["Identity": "adele", "Password": value])
        }
        #expect(bench.transport.requests.count == 3)
        #expect(bench.transport.requests[0].headers["CommandName"] == "Set-Mailbox")
        for place in 1...2 {
            let text = try #require(try sent(bench, place)["Password"]?.stringValue)
            #expect(text.count == 344)
            #expect(try key.decryptPKCS1(try #require(Base64.decode(text))) == Array(password.utf8))
        }
        var dumped = ""
        dump(CmdletValue.secret(password), to: &dumped)
        dump(bench.events.all, to: &dumped)
        #expect(!dumped.contains(password))
    }

    @Test func encryptsCredentialsAsOneObject() async throws {
        let key = try RSAPrivateKey.generate()
        let bench = Bench([try module(key), Page.reply(0..<0), Page.reply(0..<0)])
        let connection = try await bench.connection()
        let typed: CmdletValue = .credential(userName: "ada", password: "s3cret")
        for value in [typed, CmdletValue(["UserName": "ada", "Password": "s3cret"])] {
            try await connection.run("Set-MigrationEndpoint", ["Identity": "e", "Credentials": value])
        }
        for place in 1...2 {
            let text = try #require(try sent(bench, place)["Credentials"]?.stringValue)
            let clear = try key.decryptPKCS1(try #require(Base64.decode(text)))
            #expect(String(decoding: clear, as: UTF8.self) == #"{"UserName":"ada","Password":"s3cret"}"#)
        }
    }

    @Test(arguments: [245, 246])
    func takesAsManyBytesAsTheKeyDoes(_ count: Int) async throws {
        let key = try RSAPrivateKey.generate()
        let bench = Bench([try module(key), Page.reply(0..<0)])
        let connection = try await bench.connection()
        let parameters: CmdletParameters = ["Identity": "a", "Password": .secret(String(repeating: "x", count: count))]
        if count == 245 {
            try await connection.run("Set-Mailbox", parameters)
            #expect(bench.transport.requests.count == 2)
        } else {
            let error = await #expect(throws: ExchangeError.self) {
                try await connection.run("Set-Mailbox", parameters)
            }
            #expect(error?.code == .invalidRequest)
            #expect(bench.transport.requests.count == 1)
        }
    }

    @Test func sendsNoSecretWithoutAKey() async throws {
        let bench = Bench([.json(#"{"value":[{"fileName":"a.psm1","fileContent":"nothing"}]}"#)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Set-Mailbox", ["Identity": "a", "Password": .secret("x")])
        }
        #expect(error?.code == .unexpectedResponse)
        #expect(bench.transport.requests.count == 1)
    }

    // MARK: Confirmation

    private static let question = #"{"@adminapi.confirmationmessage":"Removing it.","value":[]}"#

    @Test func asksAndThenActsUnderOneRequestID() async throws {
        let bench = Bench([.json(Self.question), Page.reply(0..<0)])
        let connection = try await bench.connection()
        try await connection.run("Remove-Mailbox", ["Identity": "a"]) { question in
            #expect(question == "Removing it.")
            return true
        }
        #expect(try sent(bench)["Confirm"] == true)
        #expect(try sent(bench, 1)["Confirm"] == false)
        let ids = Set(bench.transport.requests.map { $0.headers["client-request-id"] })
        #expect(ids.count == 1)
    }

    @Test func doesNothingAfterANo() async throws {
        let bench = Bench([.json(Self.question)])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Remove-Mailbox", ["Identity": "a"]) { _ in false }
        }
        #expect(error?.code == .declined)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func asksNothingWhereNobodyAnswers() async throws {
        let bench = Bench([Page.reply(0..<0), Page.reply(0..<0)])
        let connection = try await bench.connection()
        try await connection.run("Remove-Mailbox", ["Identity": "a"])
        #expect(try sent(bench)["Confirm"] == false)
        try await connection.run("Set-Mailbox", ["Identity": "a"]) { _ in false }
        #expect(try sent(bench, 1)["Confirm"] == nil)
    }
}
