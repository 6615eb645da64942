import CmdletCatalogue
import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Every cmdlet of the catalogue, called in each of its parameter sets with values made after its parameters' types.
@Suite struct EveryCmdletTests {
    /// The cmdlets of one noun at one host.
    struct Case: Sendable, CustomTestStringConvertible {
        let service: CmdletService
        let noun: String
        let cmdlets: [CmdletFacts]

        var testDescription: String { "\(service.rawValue) \(noun)" }

        /// Where the cmdlets are called: what goes by patterns leaves what is others' alone.
        func harness() throws -> ExchangeHarness {
            let byHand = CmdletTable.of(service).ownNames
            guard service == .securityCompliance || !cmdlets.contains(where: { byHand.contains($0.name) }) else {
                return try ExchangeHarness()
            }
            return try EveryCmdletTests.shared.get()
        }

        /// The administrator's token, which the harness takes as it is.
        func token(in harness: ExchangeHarness) throws -> String {
            try harness.token(of: service == .securityCompliance ? "compliance" : "admin")
        }

        func run(
            _ name: String,
            _ parameters: JSONObject,
            as token: String,
            in harness: ExchangeHarness
        ) throws -> ExchangeHarness.Reply {
            let host = service == .securityCompliance ? ExchangeHarness.complianceHost : "localhost:8443"
            return try harness.run(name, parameters, as: token, host: host)
        }
    }

    private static let shared = Result { try ExchangeHarness() }

    /// The cmdlets of both services that their administrators may run.
    static let cases: [Case] = [CmdletService.exchangeOnline, .securityCompliance].flatMap { service in
        let granted = granted(by: service)
        return CmdletCatalogue.nounNames.compactMap { noun in
            let cmdlets = (CmdletCatalogue.noun(named: noun)?.cmdlets ?? [])
                .compactMap { CmdletCatalogue.cmdlet(named: $0) }
                .filter { $0.services.contains(service) && granted.contains($0.name) }
            return cmdlets.isEmpty ? nil : Case(service: service, noun: noun, cmdlets: cmdlets)
        }
    }

    private static func granted(by service: CmdletService) -> CmdletSet {
        guard service != .securityCompliance else {
            return ComplianceRoles.embedded.grant(of: ["Organization Configuration"]).cmdlets
        }
        let roles: Set = [DirectoryRoleID.globalAdministrator, DirectoryRoleID.exchangeAdministrator]
        let snapshot = AccessSnapshot.untouched
        return AccessGrant(snapshot.assignments(of: snapshot.keys(of: [], entraRoles: roles))).cmdlets
    }

    @Test func theTableOfWhatIsEmulatedIsTrue() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let written = try String(contentsOf: root.appending(path: "docs/coverage.md"), encoding: .utf8)
        #expect(written == EmulatedCmdlets.coverage, "run 'exo-emulator cmdlets --coverage > docs/coverage.md'")
    }

    /// A value that a parameter takes.
    private static func value(_ parameter: ParameterFacts) -> JSONValue? {
        let isList = parameter.type.hasSuffix("[]")
        let type = isList ? String(parameter.type.dropLast(2)) : parameter.type
        let facts = CmdletCatalogue.type(named: type)
        let single: JSONValue
        switch facts?.kind ?? "object" {
        case "switch", "bool": single = true
        case "int", "double": single = .integer(Int64(parameter.range?.lowerBound ?? 1))
        case "unlimited": single = "Unlimited"
        case "enum": single = .string(parameter.values.first ?? facts?.values.first ?? "None")
        case "datetime": single = "2026-01-02T03:04:05Z"
        case "timespan": single = "1.00:00:00"
        case "size": single = "10 MB (10,485,760 bytes)"
        case "guid": single = "5f6a3fbe-6e4b-4f0e-8a9e-3a3a54c7d001"
        case "smtp-address", "proxy-address": single = .string(policies[parameter.name] ?? "adele@contoso.com")
        case "secret", "credential", "bytes", "certificate": return nil
        case "hashtable": single = ["@odata.type": "#Exchange.GenericHashTable"]
        case "identity": single = .string(policies[parameter.name] ?? "adele@contoso.com")
        default: single = .string(policies[parameter.name] ?? parameter.values.first ?? "Value")
        }
        return isList || facts?.kind == "multivalue" ? .array([single]) : single
    }

    /// Policies that every organization has, for the parameters of rules that name one.
    private static let policies = [
        "AntiPhishPolicy": "Office365 AntiPhish Default", "HostedContentFilterPolicy": "Default",
        "HostedOutboundSpamFilterPolicy": "Default", "MalwareFilterPolicy": "Default",
        "DomainName": "contoso.com", "Domains": "*:CalendarSharingFreeBusySimple",
        "EnabledEmailAddressTemplates": "SMTP:@contoso.com", "EnabledPrimarySMTPAddressTemplate": "@contoso.com",
        "JournalEmailAddress": "archive@fabrikam.com",
        "SafeAttachmentPolicy": "Built-In Protection Policy", "SafeLinksPolicy": "Built-In Protection Policy",
    ]
    /// Cmdlets that name a policy which no organization has from the beginning.
    private static let dependent: Set = ["New-ExoPhishSimOverrideRule", "New-ExoSecOpsOverrideRule"]
    private static let question: Set = ["Confirm", "WhatIf"]
    /// What makes an object one that cannot be removed.
    private static let keeping: Set = ["Default", "IsDefault"]
    /// Properties that captured answers show in another type than the object table, which has them from elsewhere: sizes of
    /// mailboxes, and enumerations, are texts in answers and numbers in the model of entities; lists are texts there.
    private static let captured: Set = [
        "DisabledEmailAddressTemplates", "DowngradeHighPriorityMessagesEnabled", "EmailAddressPolicy Priority",
        "ExternalEmailAddress", "IncidentReportContent", "IncludedRecipients",
        "IsMachineToPersonTextMessagingEnabled", "IsPersonToPersonTextMessagingEnabled", "MaxReceiveSize",
        "MaxSendSize", "MobileDeviceMailboxPolicy MaxPasswordFailedAttempts", "NonAuthoritativeDomains", "OtherFax",
        "OtherHomePhone", "OtherTelephone", "RedirectMessageTo",
    ]

    /// Names that say what an object is, by cmdlet.
    private static let names = ["New-PolicyTipConfig": "en\\Reject"]

    /// Parameters of which a set demands one or the other, by cmdlet.
    private static let chosen = ["New-App": "Url", "New-SweepRule": "KeepLatest"]

    /// Whether some objects of a noun are the service's own, or are made with others that need them.
    private static func haveKept(_ noun: String) -> Bool {
        let marks: Set = ["Default", "IsBuiltInProtection", "IsDefault", "IsDefaultGlobalAddressList"]
        let isMarked = CmdletCatalogue.object(ofNoun: noun)?.properties.contains { marks.contains($0.name) } ?? false
        let others: Set = [
            "DlpSensitiveInformationType", "ManagementRole", "ManagementRoleAssignment", "OMEConfiguration",
            "ProtectionAlert", "PublicFolder", "QuarantinePolicy", "RemoteDomain", "RoleGroup",
        ]
        return isMarked || others.contains(noun)
    }

    /// What a set demands, or all that it takes, with an identity of its own for what is there.
    private static func parameters(
        _ facts: CmdletFacts,
        in set: ParameterSetFacts,
        identity: String?,
        all: Bool = false
    ) -> JSONObject? {
        var parameters = JSONObject()
        for parameter in facts.parameters where set.parameters.contains(parameter.name) {
            let isMandatory = parameter.mandatoryIn.contains(set.name) || chosen[facts.name] == parameter.name
            guard isMandatory || all && !question.union(keeping).contains(parameter.name) else { continue }
            if parameter.name == "Identity", let identity {
                parameters["Identity"] = .string(identity)
            } else if parameter.name == "Name", let name = names[facts.name] {
                parameters["Name"] = .string(name)
            } else {
                guard let value = value(parameter) else {
                    if isMandatory { return nil }
                    continue
                }
                parameters[parameter.name] = value
            }
        }
        return parameters
    }

    /// Made first, taken away last.
    private static let order = ["New", "Get", "Set", "Enable", "Disable", "Start", "Stop"]

    @Test(arguments: cases)
    func answersEachSetOfTheNounsCmdlets(_ testCase: Case) throws {
        let harness = try testCase.harness()
        let token = try testCase.token(in: harness)
        let byHand = CmdletTable.of(testCase.service).ownNames
        var identity: String?
        func place(_ facts: CmdletFacts) -> Int {
            facts.verb == "Remove" ? 100 : Self.order.firstIndex(of: facts.verb) ?? 50
        }
        for facts in testCase.cmdlets.sorted(by: { place($0) < place($1) }) {
            guard EmulatedCmdlets.isEmulated(facts, by: testCase.service) else { continue }
            if facts.verb != "New", identity == nil,
                testCase.cmdlets.contains(where: { $0.name == "Get-\(testCase.noun)" })
            {
                identity = try testCase.run("Get-\(testCase.noun)", [:], as: token, in: harness).texts("Identity").first
            }
            for set in facts.parameterSets {
                guard let parameters = Self.parameters(facts, in: set, identity: identity) else { continue }
                if parameters["Identity"] != nil, identity == nil { continue }
                let reply = try testCase.run(facts.name, parameters, as: token, in: harness)
                let isPlain = !byHand.contains(facts.name)
                // A second set that makes the same object finds it there; what has a meaning may refuse made-up values.
                let isAllowed =
                    reply.status == 200 || reply.errorText.contains("already exists")
                    || reply.errorText.contains("is already used by the rule")
                    || reply.errorText.contains("can't be used by a rule")
                    || reply.errorText.contains("must have from 1 to")
                    || facts.verb == "Remove" && Self.haveKept(testCase.noun)
                        && reply.errorText.contains("can't be removed")
                    || reply.errorText.hasPrefix("The rule doesn't have any actions")
                    || reply.status == 400 && reply.errorText.hasPrefix("Parameter set cannot be resolved")
                    || reply.errorText.contains("does not emulate")
                    || reply.status == 404 && Self.dependent.contains(facts.name)
                    || facts.verb == "Remove" && reply.status == 404
                        && (identity == nil || set.name != facts.parameterSets.first?.name)
                    || !isPlain && [400, 404].contains(reply.status)
                    || [400, 404].contains(reply.status) && PlainCmdlets.handler(of: facts) != nil
                #expect(isAllowed, "\(facts.name) \(set.name): \(reply.status) \(reply.errorText)")
                if facts.verb == "New", let made = reply.texts("Identity").first { identity = made }
                if facts.verb == "Get" { for row in reply.rows.prefix(3) { Self.checkTypes(of: row, testCase.noun) } }
                guard facts.verb != "Remove", let more = Self.parameters(facts, in: set, identity: identity, all: true)
                else { continue }
                let full = try testCase.run(facts.name, more, as: token, in: harness)
                #expect(
                    [200, 400, 404].contains(full.status) || full.errorText.contains("does not emulate"),
                    "\(facts.name) \(set.name) with everything: \(full.status) \(full.errorText)"
                )
            }
        }
    }

    /// Holds a row against the object table.
    private static func checkTypes(of row: JSONValue, _ noun: String) {
        for property in CmdletCatalogue.object(ofNoun: noun)?.properties ?? []
        where !property.isWriteOnly && captured.isDisjoint(with: [property.name, "\(noun) \(property.name)"]) {
            guard let value = row[property.name], !value.isNull, property.format != "datetime",
                !property.name.hasPrefix("When")
            else { continue }
            let fits =
                switch property.json {
                case "string": value.stringValue != nil
                case "boolean": value.boolValue != nil
                case "integer": value.integerValue != nil
                case "number": value.integerValue != nil || value.text().contains(".")
                case "object": true
                default: value.arrayValue != nil
                }
            #expect(fits, "\(noun) \(property.name) is \(property.json), not \(value.text())")
        }
    }

    @Test(arguments: cases)
    func refusesWhatIsMissingAndWhatIsOfAnotherType(_ testCase: Case) throws {
        let harness = try ExchangeHarness.reading()
        let token = try testCase.token(in: harness)
        for facts in testCase.cmdlets where EmulatedCmdlets.isEmulated(facts, by: testCase.service) {
            for set in facts.parameterSets where set.name == facts.defaultSet {
                guard let parameters = Self.parameters(facts, in: set, identity: "nothing of that name"),
                    !parameters.members.isEmpty
                else { continue }
                for member in parameters.members {
                    var some = parameters
                    some[member.name] = nil
                    some["WhatIf"] = facts.whatIf ? true : nil
                    let reply = try testCase.run(facts.name, some, as: token, in: harness)
                    // Another set may do without it.
                    let others = facts.parameterSets.contains { other in
                        other.name != set.name
                            && some.members.allSatisfy {
                                Self.question.contains($0.name) || other.parameters.contains($0.name)
                            }
                    }
                    #expect(reply.status == 400 || others, "\(facts.name) without \(member.name): \(reply.status)")
                }
            }
            // One parameter of each kind.
            var seen: Set<String> = []
            for parameter in facts.parameters {
                guard let kind = CmdletCatalogue.type(named: parameter.type)?.kind, seen.insert(kind).inserted else {
                    continue
                }
                guard ["switch", "bool", "int", "guid", "datetime", "timespan", "size"].contains(kind) else { continue }
                let reply = try testCase.run(
                    facts.name,
                    [.init(parameter.name): "no such value"],
                    as: token,
                    in: harness
                )
                #expect(
                    reply.status == 400,
                    "\(facts.name) -\(parameter.name): \(reply.status) \(reply.errorText)"
                )
            }
        }
    }

    @Test func whatIsNotAnsweredSaysSoAndStandsInTheTable() throws {
        let harness = try ExchangeHarness.reading()
        let coverage = EmulatedCmdlets.coverage
        for testCase in Self.cases {
            let token = try testCase.token(in: harness)
            for facts in testCase.cmdlets where !EmulatedCmdlets.isEmulated(facts, by: testCase.service) {
                let reply = try testCase.run(facts.name, [:], as: token, in: harness)
                #expect(reply.status == 501, "\(facts.name): \(reply.status)")
                let reason = NotEmulated.reason(of: facts).rawValue
                let line = coverage.split(separator: "\n").first { line in
                    line.hasPrefix("| \(reason) |") && line.contains(" \(facts.name)")
                }
                #expect(line != nil, "\(facts.name)")
            }
        }
    }
}
