import ExoCommands
import ExoTransport
import TestSupport
import Testing

/// What a person is told of refusals that no repetition mends.
struct RefusalTextTests {
    private func outcome(_ reply: ScriptedReply, _ words: String...) async throws -> TestRun.Outcome {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user()
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        run.script(reply)
        return await run.run(words)
    }

    @Test func tellsOfALongRetryAfterAsItIs() async throws {
        let refused = try await outcome(.json("{}", status: 429, headers: ["Retry-After": "86400"]), "Get-Mailbox")
        #expect(refused.code == .failed)
        #expect(refused.errors.contains("wait 24 h"), "said: \(refused.errors)")
        #expect(!refused.errors.contains("minute"))
        #expect(refused.errors.components(of: "429") == 1, "said: \(refused.errors)")
    }

    @Test func saysThatItIsTheEmulatorThatLacksACmdlet() async throws {
        let reply = ScriptedReply.json(
            "{\"error\":{\"code\":\"NotImplemented\",\"message\":\"no\"}}",
            status: 501,
            headers: ["X-Exo-Emulator": "not-emulated"]
        )
        let refused = try await outcome(reply, "Get-TransportRule")
        #expect(refused.code == .failed)
        #expect(refused.errors.contains("the emulator does not have Get-TransportRule"), "said: \(refused.errors)")
        #expect(refused.errors.contains("the real service has it"))
        #expect(refused.errors.contains("exo-emulator cmdlets"))
    }

    @Test func namesTheRolesAndGroupsThatAllowWhatWasRefused() async throws {
        let reply = ScriptedReply.json(#"{"error":{"code":"Forbidden","message":"no"}}"#, status: 403)
        let refused = try await outcome(reply, "Set-Mailbox", "adele", "-Office", "1")
        #expect(refused.code == .notAuthorised)
        #expect(
            refused.errors.contains("next: the roles of admin@contoso.com do not grant Set-Mailbox; these do: "),
            "said: \(refused.errors)"
        )
        #expect(refused.errors.contains("next: role groups that have one: Recipient Management"), "\(refused.errors)")
        #expect(!refused.errors.contains("exo cmdlet show") && !refused.errors.contains("token check"))
    }

    @Test func saysWhereNoRoleIsKnownAndHowToFindIt() async throws {
        let run = try TestRun()
        run.environment["EXO_ACCESS_TOKEN"] = TestToken.user(audience: "https://ps.compliance.protection.outlook.com")
        run.environment["EXO_USER_PRINCIPAL_NAME"] = "admin@contoso.com"
        run.script(.json(#"{"error":{"code":"Forbidden","message":"no"}}"#, status: 403))
        let refused = await run("Get-Label")
        #expect(refused.errors.contains("do not grant Get-Label, and which do is not known here"), "\(refused.errors)")
        #expect(
            refused.errors.contains("exo Get-ManagementRole -Cmdlet Get-Label --service compliance"),
            "\(refused.errors)"
        )
        let help = await run("Get-Label", "--help").output
        #expect(help.contains("is not known here") && help.contains("Get-ManagementRole"), "\(help)")
    }

    @Test func aServiceThatDoesNotKnowItIsNoEmulator() async throws {
        let refused = try await outcome(.json("{}", status: 501), "Get-TransportRule")
        #expect(!refused.errors.contains("emulator"), "said: \(refused.errors)")
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
