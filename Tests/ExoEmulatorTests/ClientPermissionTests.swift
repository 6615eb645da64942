import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// Mail and Graph clients find the delegated permissions that they ask for.
struct ClientPermissionTests {
    @Test(arguments: [
        "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/POP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send", "https://outlook.office365.com/EWS.AccessAsUser.All",
        "https://outlook.office.com/EAS.AccessAsUser.All", "https://graph.microsoft.com/Mail.ReadWrite", "Mail.Send",
        "Calendars.ReadWrite", "Contacts.Read", "Files.ReadWrite.All", "Sites.Read.All", "Tasks.ReadWrite",
        "Notes.Read", "MailboxSettings.Read", "People.Read", "https://graph.microsoft.com/IMAP.AccessAsUser.All",
        "Chat.ReadWrite", "User.ReadWrite",
    ])
    func letsAUserAgreeToWhatAClientAsksForAndPutsItIntoTheToken(_ scope: String) throws {
        let bench = try TenantBench()
        let changes: [String: String?] = ["scope": "\(scope) openid offline_access"]
        let page = try bench.signIn("adele@contoso.com", changes)
        #expect(page.text.contains("Permissions requested"), "\(page.header("Location") ?? page.text)")
        let reply = bench.browser.send(try bench.browser.submission(of: page, [("consent", "accept")]))
        let code = try #require(reply.locationFields["code"])
        let form = EntraBench.redemption(code).filter { $0.0 != "scope" } + [("scope", scope)]
        let claims = try EntraBench.claims(bench.token(form).body["access_token"]?.stringValue)
        let value = try #require(scope.split(separator: "/").last)
        #expect(claims["scp"]?.stringValue?.split(separator: " ").contains(value) == true)
    }

    @Test(arguments: ["Sites.FullControl.All", "Reports.Read.All", "People.Read.All"])
    func leavesWhatReachesTooFarToAnAdministrator(_ scope: String) throws {
        let page = try TenantBench().signIn("adele@contoso.com", ["scope": scope])
        #expect(page.text.contains("Need admin approval"))
    }

    @Test func offersThemByTheirPublishedIdentifiers() throws {
        let bench = try TenantBench()
        for (id, value, resource) in [
            ("195adc35-e27b-454b-a7ed-1ecdffa1c09f", "IMAP.AccessAsUser.All", FirstParty.exchange),
            ("652390e4-393a-48de-9484-05f9b1212954", "IMAP.AccessAsUser.All", FirstParty.graph),
            ("3b5f3d61-589b-4a3c-a359-5dd4b5ee5bd5", "EWS.AccessAsUser.All", FirstParty.exchange),
            ("e383f46e-2787-4529-855e-0e479a3ffac0", "Mail.Send", FirstParty.graph),
        ] {
            let offered = try bench.directory.exposedPermissions(of: resource).first { $0.permissionID == id }
            #expect(offered?.value == value && offered?.kind == .scope)
        }
    }
}
