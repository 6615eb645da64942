import ExoJSON
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// What Graph shows of somebody that mailboxes, passwords and sign-ins say.
struct GraphMailboxSettingsTests {
    private let graph: GraphBench

    init() throws { graph = try GraphBench() }

    @Test func settingsOfAMailboxAreThoseOfExchange() throws {
        let settings = try graph.send("GET", "users/soren@contoso.com/mailboxSettings")
        #expect(settings.status == 200)
        #expect(settings["timeZone"] == "Romance Standard Time" && settings["userPurpose"] == "user")
        #expect(settings["language"] == ["locale": "da-DK", "displayName": "Danish (Denmark)"])
        #expect(settings["automaticRepliesSetting"]?["status"] == "disabled")
        #expect(settings["workingHours"]?["startTime"] == "08:00:00.0000000")
        #expect(settings["workingHours"]?["daysOfWeek"]?.arrayValue?.count == 5)
        let chosen = try graph.send("GET", "users/soren@contoso.com?$select=id,mailboxSettings")
        #expect(chosen["mailboxSettings"]?["timeZone"] == "Romance Standard Time")
        for (alias, purpose) in [("info", "shared"), ("room.baltic", "room"), ("van", "equipment")] {
            let answer = try graph.send("GET", "users/\(alias)@contoso.com/mailboxSettings/userPurpose")
            #expect(answer.status == 200 && answer["value"] == .string(purpose))
        }
        let none = try graph.send("GET", "users/vendor.ada@contoso.com/mailboxSettings")
        #expect(none.status == 404 && none.errorCode == "MailboxNotEnabledForRESTAPI")
        #expect(try graph.send("PATCH", "users/soren@contoso.com/mailboxSettings", ["timeZone": "UTC"]).status == 501)
    }

    @Test func whatExchangeChangesGraphShows() throws {
        let harness = ExchangeHarness(graph.entra.emulator)
        try harness.done("Set-MailboxRegionalConfiguration", ["Identity": "zoe", "Language": "de-DE"])
        try harness.done(
            "Set-MailboxAutoReplyConfiguration",
            ["Identity": "zoe", "AutoReplyState": "Enabled", "InternalMessage": "Away", "ExternalAudience": "Known"]
        )
        let settings = try graph.send("GET", "users/zoe@contoso.com/mailboxSettings")
        #expect(settings["language"]?["locale"] == "de-DE" && settings["dateFormat"] == "dd.MM.yyyy")
        let replies = settings["automaticRepliesSetting"]
        #expect(replies?["status"] == "alwaysEnabled" && replies?["externalAudience"] == "contactsOnly")
        #expect(replies?["internalReplyMessage"]?.stringValue?.contains("Away") == true)
    }

    @Test func aPasswordHasTheDateOfItsLastChange() throws {
        let path = "users/adele@contoso.com?$select=createdDateTime,lastPasswordChangeDateTime"
        let before = try graph.send("GET", path)
        #expect(before["lastPasswordChangeDateTime"] == before["createdDateTime"])
        let body: JSONValue = ["passwordProfile": ["password": "Another-Passw0rd"]]
        #expect(try graph.send("PATCH", "users/adele@contoso.com", body).status == 204)
        let after = try graph.send("GET", path)
        let old = try #require(before["lastPasswordChangeDateTime"]?.stringValue)
        let new = try #require(after["lastPasswordChangeDateTime"]?.stringValue)
        #expect(new > old && after["createdDateTime"] == before["createdDateTime"])
    }

    @Test func signInsAreShownWhereTheyAreAskedFor() throws {
        let path = "users/adele@contoso.com?$select=id,signInActivity"
        #expect(try graph.send("GET", path)["signInActivity"] == .null)
        _ = try ExchangeHarness(graph.entra.emulator).signIn("adele@contoso.com", password: Seed.password)
        let activity = try #require(try graph.send("GET", path)["signInActivity"])
        #expect(activity["lastSignInDateTime"]?.stringValue?.hasSuffix("Z") == true)
        #expect(activity["lastSuccessfulSignInRequestId"]?.stringValue != nil)
        #expect(try graph.send("GET", "users/adele@contoso.com")["signInActivity"] == nil)
        let all = try graph.send("GET", "users?$select=displayName,signInActivity&$top=999").values
        #expect(all.count { $0["signInActivity"]?.isNull == false } == 1)
        let filter = PercentCoding.encoded("signInActivity/lastSignInDateTime ge 2020-01-01T00:00:00Z")
        #expect(try graph.send("GET", "users?$filter=\(filter)").values.map { $0["displayName"] } == ["Adele Vance"])
    }
}
