import CmdletCatalogue
import Testing

/// What the tables hold is counted, so that a lost row is seen.
struct CountTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var expected: Int
        var count: @Sendable () -> Int
        var testDescription: String { what }
    }

    static let cmdlets = CmdletCatalogue.names.compactMap(CmdletCatalogue.cmdlet(named:))

    static let cases: [Case] = [
        Case(what: "names", expected: 1_252) { CmdletCatalogue.names.count },
        Case(what: "cmdlets", expected: 1_252) { cmdlets.count },
        Case(what: "Exchange Online", expected: 893) { cmdlets.count { $0.services.contains(.exchangeOnline) } },
        Case(what: "Security & Compliance", expected: 441) {
            cmdlets.count { $0.services.contains(.securityCompliance) }
        },
        Case(what: "protection add-on", expected: 290) {
            cmdlets.count { $0.services.contains(.exchangeOnlineProtection) }
        },
        Case(what: "exported by Exchange Online", expected: 825) {
            cmdlets.count { $0.exportedBy.contains(.exchangeOnline) }
        },
        Case(what: "exported by Security & Compliance", expected: 418) {
            cmdlets.count { $0.exportedBy.contains(.securityCompliance) }
        },
        Case(what: "without a page", expected: 311) { cmdlets.count { !$0.isDocumented } },
        Case(what: "retired", expected: 47) { cmdlets.count(where: \.isRetired) },
        Case(what: "parameters", expected: 10_882) { cmdlets.reduce(0) { $0 + $1.parameters.count } },
        Case(what: "parameter sets", expected: 1_589) { cmdlets.reduce(0) { $0 + $1.parameterSets.count } },
        Case(what: "default sets", expected: 1_252) {
            cmdlets.reduce(0) { $0 + $1.parameterSets.count(where: \.isDefault) }
        },
        Case(what: "closed lists", expected: 723) {
            cmdlets.reduce(0) { $0 + $1.parameters.count { !$0.values.isEmpty } }
        },
        Case(what: "ranges", expected: 105) { cmdlets.reduce(0) { $0 + $1.parameters.count { $0.range != nil } } },
        Case(what: "positions", expected: 950) {
            cmdlets.reduce(0) { $0 + $1.parameters.count { $0.position != nil } }
        },
        Case(what: "functions", expected: 786) {
            CmdletCatalogue.functionNames.compactMap(CmdletCatalogue.function(named:)).count
        },
        Case(what: "functions among the cmdlets", expected: 769) { cmdlets.count { $0.function != nil } },
        Case(what: "types", expected: 479) { CmdletCatalogue.typeNames.compactMap(CmdletCatalogue.type(named:)).count },
        Case(what: "kinds", expected: 27) {
            Set(CmdletCatalogue.typeNames.compactMap { CmdletCatalogue.type(named: $0)?.kind }).count
        },
        Case(what: "nouns", expected: 515) {
            CmdletCatalogue.nounNames.compactMap(CmdletCatalogue.noun(named:)).count
        },
        Case(what: "objects", expected: 89) {
            CmdletCatalogue.objectNouns.compactMap(CmdletCatalogue.object(ofNoun:)).count
        },
        Case(what: "properties", expected: 4_904) {
            CmdletCatalogue.objectNouns.reduce(0) {
                $0 + (CmdletCatalogue.object(ofNoun: $1)?.properties.count ?? 0)
            }
        },
        Case(what: "filter properties", expected: 243) { CmdletCatalogue.filterProperties.count },
        Case(what: "recipient filter properties", expected: 254) { CmdletCatalogue.recipientFilterProperties.count },
        Case(what: "comparisons", expected: 6) { CmdletCatalogue.filterComparisons.count },
        Case(what: "role groups", expected: 21) { CmdletCatalogue.roleGroups.count },
        Case(what: "roles", expected: 82) { CmdletCatalogue.roles.count },
        Case(what: "Entra roles", expected: 20) { CmdletCatalogue.entraRoles.count },
        Case(what: "cmdlets with roles", expected: 867) { CmdletCatalogue.cmdletsWithRoles.count },
        Case(what: "property set cmdlets", expected: 9) { CmdletCatalogue.propertySetCmdlets.count },
        Case(what: "property sets", expected: 31) {
            CmdletCatalogue.propertySetCmdlets.reduce(0) {
                $0 + (CmdletCatalogue.propertySets(of: $1)?.sets.count ?? 0)
            }
        },
        Case(what: "entity types", expected: 58) { CmdletCatalogue.entityTypes.count },
        Case(what: "complex types", expected: 21) { CmdletCatalogue.complexTypes.count },
        Case(what: "enumerations", expected: 24) {
            CmdletCatalogue.enumTypeNames.compactMap(CmdletCatalogue.enumType(named:)).count
        },
        Case(what: "client enumerations", expected: 14) {
            CmdletCatalogue.clientEnumNames.compactMap(CmdletCatalogue.clientEnum(named:)).count
        },
        Case(what: "operations", expected: 25) { CmdletCatalogue.edmOperations.count },
        Case(what: "entity sets", expected: 52) { CmdletCatalogue.entitySets.count },
        Case(what: "imports", expected: 10) { CmdletCatalogue.edmImports.count },
        Case(what: "used cmdlets", expected: 266) {
            CmdletCatalogue.names.count { CmdletCatalogue.usage(of: $0) != nil }
        },
    ]

    @Test(arguments: cases)
    func holdsWhatTheTablesHold(_ example: Case) {
        #expect(example.count() == example.expected)
    }

    @Test func everySetMemberIsAParameter() {
        for cmdlet in Self.cmdlets {
            let names = Set(cmdlet.parameters.map(\.name))
            for group in cmdlet.parameterSets {
                #expect(names.isSuperset(of: group.parameters), "\(cmdlet.name) \(group.name)")
            }
        }
    }
}
