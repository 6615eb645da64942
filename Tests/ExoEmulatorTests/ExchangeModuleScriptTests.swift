import CmdletCatalogue
import EmulatorCore
import ExoCrypto
import TestSupport
import Testing

@testable import EmulatorExchange

struct ExchangeModuleScriptTests {
    struct Module: CustomTestStringConvertible {
        var fixture: String
        var cmdlets: [String]
        var testDescription: String { fixture }
    }

    static let modules = [
        Module(
            fixture: "seen",
            cmdlets: [
                "Add-MailboxPermission", "Get-Mailbox", "Get-MoveRequest", "Get-OrganizationConfig",
                "New-TransportRule",
                "Set-Mailbox", "Set-TextMessagingAccount",
            ]
        ),
        Module(
            fixture: "documented",
            cmdlets: ["Get-AddressList", "Get-MessageTraceV2", "Remove-HoldCompliancePolicy", "Set-AddressList"]
        ),
        Module(fixture: "none", cmdlets: []),
    ]

    @Test(arguments: modules)
    func composesTheScriptAsWasTriedWithTheOfficialModule(_ module: Module) throws {
        let script = ModuleScript.compose(cmdlets: module.cmdlets, parameterKey: "")
        let expected =
            EmbeddedFile.moduleRuntime.text + (try Fixture.text("module-script/\(module.fixture).psm1"))
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
        for (line, expectedLine) in zip(lines, expectedLines) { #expect(line == expectedLine) }
        #expect(script == expected)
    }

    /// The digest is of what the program behind the fixtures makes of the same facts.
    @Test func composesEveryFunctionAsTheProgramBehindTheFixtures() throws {
        let names = Set((CmdletCatalogue.names + CmdletCatalogue.functionNames).map { $0.lowercased() }).sorted()
        let functions = names.compactMap(ScriptFunctionCache.shared.text)
        #expect(functions.count == names.count)
        let digest = Hex.encode(try Digest.sha256(Array(functions.joined().utf8))).lowercased()
        #expect(digest == "ff1e20b59b4a590785d0b362c1bbd941449f50fee9987599ac89a06f58100eb5")
    }

    @Test func handsOutTheKeyForSecretsAndNothingElse() throws {
        let script = ModuleScript.compose(cmdlets: [], parameterKey: "PFJTQT4+/w=='; Remove-Item x; '")
        #expect(script.contains("\n$script:ParameterKey = 'PFJTQT4+/w==RemoveItemx'  "))
        #expect(!script.contains("Remove-Item"))
    }

    @Test func publishesTheKeyBehindTheFunctionsAsTheServiceDoes() throws {
        // Base64 of `<RSAKeyValue/>`.
        let script = ModuleScript.compose(cmdlets: ["Get-Mailbox"], parameterKey: "PFJTQUtleVZhbHVlLz4=")
        #expect(script.contains("\n}\n\n$PublicKey = '<RSAKeyValue/>'\n$HelpFileNames = @("))
    }
}
