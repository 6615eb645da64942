import CmdletCatalogue
import TestSupport
import Testing

@testable import EmulatorExchange

struct ExchangeModuleScriptTests {
    private static let names = [
        "Get-AcceptedDomain", "Get-DistributionGroup", "Get-DistributionGroupMember", "Get-Mailbox",
        "Get-OrganizationConfig", "Get-Recipient", "Get-User", "Set-Mailbox",
    ]

    private func cmdlets(_ names: [String]) throws -> [CmdletFacts] {
        try names.map { try #require(CmdletCatalogue.cmdlet(named: $0), "\($0)") }
    }

    @Test func composesTheScriptThatTheOfficialModuleRan() throws {
        let script = ModuleScript.compose(cmdlets: try cmdlets(Self.names), parameterKey: "")
        let expected = try Fixture.text("module-script/eight-cmdlets.psm1")
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
        for (line, expectedLine) in zip(lines, expectedLines) { #expect(line == expectedLine) }
        #expect(script == expected)
    }

    @Test func endsInALineFeedForWhatTheClientAppends() throws {
        let script = ModuleScript.compose(cmdlets: try cmdlets(["Get-Mailbox"]), parameterKey: "")
        #expect(script.hasSuffix("\nExport-ModuleMember -Function Get-Mailbox\n"))
    }

    @Test func handsOutTheKeyForSecretsAndNothingElse() throws {
        let script = ModuleScript.compose(cmdlets: [], parameterKey: "PFJTQT4+/w=='; Remove-Item x; '")
        #expect(script.contains("\n$script:ParameterKey = 'PFJTQT4+/w==RemoveItemx'  "))
        #expect(!script.contains("Remove-Item"))
    }

    @Test func publishesTheKeyBehindTheFunctionsAsTheServiceDoes() throws {
        // Base64 of `<RSAKeyValue/>`.
        let script = ModuleScript.compose(cmdlets: [], parameterKey: "PFJTQUtleVZhbHVlLz4=")
        #expect(script.hasSuffix("\n$PublicKey = '<RSAKeyValue/>'\nExport-ModuleMember -Function \n"))
    }

    @Test func composesEveryCmdletOfTheCatalogue() throws {
        for name in CmdletCatalogue.names {
            let facts = try #require(CmdletCatalogue.cmdlet(named: name))
            let text = ScriptFunction(facts).text
            #expect(text.hasPrefix("function \(name) {\n  [CmdletBinding("), "\(name)")
            // A second quote or brace in a name would end a string or block of the script.
            #expect(text.count { $0 == "'" }.isMultiple(of: 2), "\(name)")
            #expect(text.count { $0 == "{" } == text.count { $0 == "}" }, "\(name)")
        }
    }
}
