import CmdletCatalogue
import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What tells of mail flow beside the rules and connectors themselves.
@Suite struct ExchangeMailFlowToolTests {
    @Test func aConnectorIsTestedByItsHostsAndDomains() throws {
        let harness = try ExchangeHarness()
        let connector: JSONObject = [
            "Name": "Fabrikam", "ConnectorType": "Partner", "RecipientDomains": ["*.fabrikam.com", "fabrikam.com"],
            "SmartHosts": ["mail.fabrikam.com", "gone.invalid"], "UseMXRecord": false,
        ]
        try harness.done("New-OutboundConnector", connector)
        let parameters: JSONObject = [
            "Identity": "Fabrikam", "Recipients": ["kim@eu.fabrikam.com", "adele@contoso.com"],
        ]
        let rows = try harness.done("Validate-OutboundConnector", parameters).rows
        #expect(rows.map { $0["IsTaskSuccessful"] } == [true, false, true, false])
        #expect(rows.allSatisfy { ($0["ErrorDetail"] == .null) == ($0["IsTaskSuccessful"] == true) })
        // Nothing is written down.
        let after = try harness.done("Get-OutboundConnector", ["Identity": "Fabrikam"]).rows.first
        #expect(after?["IsValidated"] != true)
        #expect(try harness.run("Validate-OutboundConnector", ["Identity": "x", "Recipients": "a@b.c"]).status == 404)
        let wrong: JSONObject = ["Identity": "Fabrikam", "Recipients": "nobody"]
        #expect(try harness.run("Validate-OutboundConnector", wrong).status == 400)
    }

    @Test func whatRulesCanDoAndAskForIsListed() throws {
        let harness = try ExchangeHarness.reading()
        let actions = try harness.done("Get-TransportRuleAction")
        #expect(actions.texts("Name").contains("DeleteMessage") && actions.texts("Name").contains("RejectMessage"))
        #expect(actions.rows.map { $0["Rank"] } == actions.rows.indices.map { .integer(Int64($0)) })
        let predicates = try harness.done("Get-TransportRulePredicate").texts("Name")
        #expect(predicates.contains("SubjectContains") && !predicates.contains("DeleteMessage"))
        #expect(Set(predicates).count == predicates.count)
        let one = try harness.done("Get-TransportRuleAction", ["Name": "deletemessage"])
        #expect(one.texts("Identity") == ["DeleteMessage"])
        #expect(try harness.run("Get-TransportRulePredicate", ["Name": "DeleteMessage"]).status == 404)
    }

    @Test func limitsOfRulesAreToldBesideTheRulesThatAreThere() throws {
        let harness = try ExchangeHarness()
        func limits() throws -> JSONValue { try #require(try harness.done("Get-EtrLimits").rows.first) }
        let before = try limits()["CurrentTransportRulesCount"]?.integerValue ?? 0
        try harness.done(
            "New-TransportRule",
            [
                "Name": "Many patterns", "SubjectMatchesPatterns": ["[0-9]{4}", "abc"],
                "BlindCopyTo": ["adele@contoso.com"],
            ]
        )
        let after = try limits()
        #expect(after["CurrentTransportRulesCount"]?.integerValue == before + 1)
        #expect(after["MaximumNumberOfTransportRules"] == 300)
        #expect(after["CurrentRegExCharacterCountInAllTransportRules"]?.integerValue ?? 0 >= 11)
        #expect(after["CurrentAddedRecipientCountByAllTransportRules"]?.integerValue ?? 0 >= 1)
        #expect(after["CurrentLargestTransportRule"]?.stringValue?.isEmpty == false)
    }

    @Test func anEncryptedMessageIsRevokedAndReadAgain() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-TransportRule",
            ["Name": "Encrypt what leaves", "SentToScope": "NotInOrganization", "ApplyOME": true]
        )
        harness.context.clock.advance(by: 5 * 86_400)
        let trace = try harness.done("Get-MessageTraceV2").rows
        func id(_ isOutside: Bool) throws -> JSONValue {
            let row = trace.first { row in
                let names = ["SenderAddress", "RecipientAddress"].map { row[$0]?.stringValue ?? "" }
                return names[0].hasSuffix("@contoso.com") && names[1].hasSuffix("@contoso.com") != isOutside
            }
            return try #require(row?["MessageId"])
        }
        let message = try id(true)
        func status() throws -> JSONValue {
            try #require(try harness.done("Get-OMEMessageStatus", ["MessageId": message]).rows.first)
        }
        #expect(try status()["IsRevocable"] == true && status()["Revoked"] == false)
        let said = try harness.done("Set-OMEMessageRevocation", ["MessageId": message, "Revoke": true])
        #expect(said.texts("Value").first?.hasSuffix("was successfully revoked.") == true)
        #expect(try status()["Revoked"] == true)
        try harness.done("Set-OMEMessageRevocation", ["MessageId": message, "Revoke": false])
        #expect(try status()["Revoked"] == false)
        let within = try id(false)
        let plain = try harness.done("Get-OMEMessageStatus", ["MessageId": within]).rows.first
        #expect(plain?["IsRevocable"] == false)
        #expect(try harness.run("Set-OMEMessageRevocation", ["MessageId": within, "Revoke": true]).status == 400)
        #expect(try harness.run("Get-OMEMessageStatus", ["MessageId": "<none@contoso.com>"]).status == 404)
    }

    @Test func aRuleThatIsTriedOutEncryptsNothing() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-TransportRule",
            ["Name": "T", "Mode": "Audit", "SentToScope": "NotInOrganization", "ApplyOME": true]
        )
        harness.context.clock.advance(by: 5 * 86_400)
        let trace = try harness.done("Get-MessageTraceV2").rows.first { row in
            row["SenderAddress"]?.stringValue?.hasSuffix("@contoso.com") == true
                && row["RecipientAddress"]?.stringValue?.hasSuffix("@contoso.com") == false
        }
        let message: JSONObject = ["MessageId": try #require(trace?["MessageId"])]
        func isRevocable() throws -> JSONValue? {
            try harness.done("Get-OMEMessageStatus", message).rows.first?["IsRevocable"]
        }
        #expect(try isRevocable() == false)
        try harness.done("Set-TransportRule", ["Identity": "T", "Mode": "Enforce"])
        #expect(try isRevocable() == true)
    }

    @Test func anEncryptedMessageIsLookedForBeforeOthersWait() throws {
        let harness = try ExchangeHarness.reading()
        let authorization = "Bearer \(try harness.token(of: "admin"))"
        let scope = CallScope(
            context: harness.context,
            tenant: try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso)),
            caller: try AccessTokenVerifier(harness.context).verify(authorization: authorization),
            roles: RoleAccess()
        )
        let facts = try #require(CmdletCatalogue.cmdlet(named: "Set-OMEMessageRevocation"))
        let call = try ParameterBinder.bind(["MessageId": "<none@contoso.com>", "Revoke": true], to: facts)
        let error = #expect(throws: AdminAPIError.self) {
            try EncryptedMessageRevoker().prepared(for: call, in: scope)
        }
        #expect(error?.exceptionType == AdminAPIError.notFoundType)
    }

    @Test func aTestOfAMessageNamesThoseWhoAreThere() throws {
        let harness = try ExchangeHarness.reading()
        var asked: JSONObject = [
            "Sender": "van@contoso.com", "Recipients": ["adele@contoso.com"], "SendReportTo": "admin@contoso.com",
            "TransportRules": true,
        ]
        let reply = try harness.done("Test-Message", asked)
        #expect(reply.rows.isEmpty && reply.warnings.count == 1)
        asked["Sender"] = nil
        #expect(try harness.run("Test-Message", asked).status == 400)
        asked["Sender"] = "van@contoso.com"
        asked["SendReportTo"] = "nobody@contoso.com"
        #expect(try harness.run("Test-Message", asked).status == 404)
    }

    @Test func rightsOfQuarantineAreChangedWhereTheyStand() throws {
        let harness = try ExchangeHarness.reading()
        let made = try harness.done(
            "New-QuarantinePermissions",
            ["PermissionToPreview": true, "PermissionToDelete": true]
        ).rows.first
        let changed = try harness.done(
            "Set-QuarantinePermissions",
            [
                "QuarantinePermissionsObject": try #require(made), "PermissionToDelete": false,
                "PermissionToRelease": true,
            ]
        ).rows.first
        #expect(changed?["PermissionToPreview"] == true && changed?["PermissionToRelease"] == true)
        #expect(changed?["PermissionToDelete"] == false && changed?["PermissionToViewHeader"] == false)
    }

    @Test func policiesBelowAPresetOneAreFound() throws {
        let harness = try ExchangeHarness()
        func found(_ type: String, _ more: JSONObject = [:]) throws -> [JSONValue] {
            var parameters = more
            parameters["RecommendedPolicyType"] = .string(type)
            return try harness.done("Get-ConfigAnalyzerPolicyRecommendation", parameters).rows
        }
        func setting(_ name: String, of policy: String, in rows: [JSONValue]) -> JSONValue? {
            rows.first { $0["SettingName"] == .string(name) && $0["Policy"] == .string(policy) }
        }
        let standard = try found("Standard")
        let bulk = try #require(setting("BulkThreshold", of: "Default", in: standard))
        #expect(
            bulk["CurrentConfiguration"] == "7" && bulk["Recommendation"] == "6" && bulk["SettingType"] == "Integer"
        )
        #expect(bulk["PolicyGroup"] == "Anti-Spam" && bulk["AppliedTo"] != "")
        #expect(setting("SpamAction", of: "Default", in: standard) == nil)
        let strict = try found("Strict")
        #expect(setting("SpamAction", of: "Default", in: strict)?["Recommendation"] == "Quarantine")
        // What is stricter than Standard is good enough for it; a policy without a rule is for nobody.
        try harness.done(
            "New-HostedContentFilterPolicy",
            ["Name": "Own", "BulkThreshold": 3, "SpamAction": "Quarantine"]
        )
        #expect(setting("BulkThreshold", of: "Own", in: try found("Strict")) == nil)
        let unused = try found("Standard", ["IsAppliedToDisabled": true])
        #expect(!unused.isEmpty && unused.allSatisfy { $0["AppliedTo"] == "" })
        #expect(setting("BulkThreshold", of: "Default", in: unused) == nil)
        try harness.done("Set-HostedContentFilterPolicy", ["Identity": "Default", "BulkThreshold": 5])
        #expect(setting("BulkThreshold", of: "Default", in: try found("Strict")) == nil)
    }
}
