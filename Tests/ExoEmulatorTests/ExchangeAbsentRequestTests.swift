import ExoJSON
import Testing

@testable import EmulatorExchange

/// Requests that nothing in the emulator makes: there are none, and none of any name.
@Suite struct ExchangeAbsentRequestTests {
    @Test(arguments: ["MailboxImportRequest", "PublicFolderMailboxMigrationRequest"])
    func thereAreNone(_ noun: String) throws {
        let harness = try ExchangeHarness()
        let roles: JSONObject = [
            "Name": "Importers", "Roles": ["Mailbox Import Export"], "Members": ["admin"],
        ]
        try harness.done("New-RoleGroup", roles)
        #expect(try harness.done("Get-\(noun)").rows.isEmpty)
        #expect(try harness.done("Get-\(noun)", ["Status": "Failed", "BatchName": "First"]).rows.isEmpty)
        #expect(try harness.run("Get-\(noun)", ["Status": "No such state"]).status == 400)
        let identity: JSONObject = ["Identity": "adele\\First"]
        for verb in ["Get", "Set", "Suspend", "Resume", "Remove"] {
            let reply = try harness.run("\(verb)-\(noun)", identity)
            #expect(reply.status == 404 && reply.errorText.contains("adele\\First"), "\(verb): \(reply.errorText)")
        }
        #expect(try harness.run("Get-\(noun)Statistics", identity).status == 404)
    }
}
