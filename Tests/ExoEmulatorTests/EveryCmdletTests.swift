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

/// Every emulated cmdlet, called in each of its parameter sets with values made after its parameters' types.
@Suite struct EveryCmdletTests {
    /// The nouns that the catalogue's patterns answer.
    static let nouns = Set(granted.map { String($0.drop { $0 != "-" }.dropFirst()) }).sorted()

    /// Their cmdlets that the administrator may run.
    private static let granted: [String] = {
        let roles: Set = [DirectoryRoleID.globalAdministrator, DirectoryRoleID.exchangeAdministrator]
        let snapshot = AccessSnapshot.untouched
        let cmdlets = AccessGrant(snapshot.assignments(of: snapshot.keys(of: [], entraRoles: roles))).cmdlets
        return SettingCmdlets.names.filter(cmdlets.contains).sorted()
    }()

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
        case "smtp-address", "proxy-address": single = "adele@contoso.com"
        case "secret", "credential", "bytes", "certificate": return nil
        case "hashtable": single = [:]
        case "identity": single = "adele@contoso.com"
        default: single = .string(parameter.values.first ?? "Value")
        }
        return isList || facts?.kind == "multivalue" ? .array([single]) : single
    }

    private static let question: Set = ["Confirm", "WhatIf"]

    /// What a set demands, with an identity of its own for what is there.
    private static func mandatory(_ facts: CmdletFacts, in set: String?, identity: String?) -> JSONObject? {
        var parameters = JSONObject()
        for parameter in facts.parameters where set.map({ parameter.mandatoryIn.contains($0) }) ?? false {
            if parameter.name == "Identity", let identity {
                parameters["Identity"] = .string(identity)
            } else {
                guard let value = value(parameter) else { return nil }
                parameters[parameter.name] = value
            }
        }
        return parameters
    }

    @Test(arguments: nouns)
    func answersEachSetOfTheNounsCmdlets(_ noun: String) throws {
        let harness = try ExchangeHarness()
        let names = Self.granted.filter { $0.hasSuffix("-\(noun)") }
        var identity: String?
        // Made first, taken away last.
        let order = ["New", "Get", "Set", "Enable", "Disable", "Remove"]
        for verb in order {
            guard names.contains("\(verb)-\(noun)"), let facts = CmdletCatalogue.cmdlet(named: "\(verb)-\(noun)") else {
                continue
            }
            if verb != "New", identity == nil {
                identity = try harness.run("Get-\(noun)").texts("Identity").first
            }
            for set in facts.parameterSets {
                guard let parameters = Self.mandatory(facts, in: set.name, identity: identity) else { continue }
                if parameters["Identity"] != nil, identity == nil { continue }
                let reply = try harness.run(facts.name, parameters)
                // A second set that makes the same object finds it there.
                let isAllowed =
                    reply.status == 200 || reply.errorText.contains("already exists")
                    || reply.status == 400 && reply.errorText.hasPrefix("Parameter set cannot be resolved")
                    || reply.errorText.contains("does not emulate \(facts.name) without -Identity")
                    || verb == "Remove" && reply.status == 404 && set.name != facts.parameterSets.first?.name
                #expect(isAllowed, "\(facts.name) \(set.name): \(reply.status) \(reply.errorText)")
                if verb == "New", let made = reply.texts("Identity").first { identity = made }
            }
        }
    }

    @Test(arguments: nouns)
    func refusesWhatIsMissingAndWhatIsOfAnotherType(_ noun: String) throws {
        let harness = try ExchangeHarness.reading()
        for name in Self.granted where name.hasSuffix("-\(noun)") {
            guard let facts = CmdletCatalogue.cmdlet(named: name) else { continue }
            for set in facts.parameterSets where set.name == facts.defaultSet {
                guard let parameters = Self.mandatory(facts, in: set.name, identity: "nothing of that name"),
                    !parameters.members.isEmpty
                else { continue }
                for member in parameters.members {
                    var some = parameters
                    some[member.name] = nil
                    some["WhatIf"] = facts.whatIf ? true : nil
                    let reply = try harness.run(name, some)
                    // Another set may do without it.
                    let others = facts.parameterSets.contains { other in
                        other.name != set.name
                            && some.members.allSatisfy {
                                Self.question.contains($0.name) || other.parameters.contains($0.name)
                            }
                    }
                    #expect(reply.status == 400 || others, "\(name) without \(member.name): \(reply.status)")
                }
            }
            for parameter in facts.parameters {
                let kind = CmdletCatalogue.type(named: parameter.type)?.kind
                guard ["switch", "bool", "int", "guid", "datetime", "timespan", "size"].contains(kind) else { continue }
                let reply = try harness.run(name, [.init(parameter.name): "no such value"])
                #expect(reply.status == 400, "\(name) -\(parameter.name): \(reply.status) \(reply.errorText)")
                break
            }
        }
    }
}
