import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorExchange
@testable import EmulatorCore
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ControlTests {
    private let emulator: Emulator

    init() throws { emulator = try Emulator(.temporary()) }

    private func call(_ method: String, _ target: String, _ body: JSONValue? = nil) -> (status: Int, json: JSONValue?) {
        let reply = emulator.respond(
            to: ServerRequest(
                method: method,
                target: target,
                headers: body == nil ? [] : [.init("Content-Type", "application/json")],
                body: body?.serialized() ?? []
            )
        )
        return (reply.status, try? JSONValue(parsing: reply.body))
    }

    @Test(arguments: ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", ""])
    func answersThisMachineAlone(_ address: String) {
        for path in ["/_emulator/keys", "/_emulator/clock", "/_emulator/export"] {
            let reply = emulator.respond(to: ServerRequest(method: "GET", target: path, remoteAddress: address))
            #expect(reply.status == 403, "\(path)")
        }
        #expect(
            emulator.respond(to: ServerRequest(method: "GET", target: "/_emulator/clock", remoteAddress: "::1")).status
                == 200
        )
    }

    @Test func forgetsWhatExpiredAndNotWhatTheMovedTimeAloneMadeOld() throws {
        let directory = emulator.context.directory
        let userID = try #require(try directory.user("adele@contoso.com")).id
        for (hash, seconds) in [("over", -60), ("open", 3600)] {
            try directory.insert(
                SignInSessionRecord(
                    idHash: hash,
                    sessionID: hash,
                    tenantID: Seed.contosoID,
                    userID: userID,
                    authenticatedOn: .now.addingTimeInterval(-120),
                    expiresOn: .now.addingTimeInterval(TimeInterval(seconds))
                )
            )
        }
        _ = call("GET", "/_emulator/clock")
        #expect(try directory.signInSession(idHash: "over") == nil)
        _ = call("POST", "/_emulator/clock", ["advanceSeconds": 3700])
        _ = call("GET", "/_emulator/clock")
        #expect(try directory.signInSession(idHash: "open") != nil)
    }

    @Test func movesAndFreezesTheClock() {
        #expect(call("POST", "/_emulator/clock", ["freezeAt": "2026-01-31T10:00:00Z"]).status == 200)
        #expect(call("GET", "/_emulator/clock").json?["now"] == "2026-01-31T10:00:00Z")
        #expect(call("POST", "/_emulator/clock", ["advanceSeconds": 90]).json?["now"] == "2026-01-31T10:01:30Z")
        #expect(call("POST", "/_emulator/clock", ["reset": true]).json?["now"] != "2026-01-31T10:01:30Z")
    }

    @Test func switchesWhatIsNamedAndNothingElse() {
        #expect(call("PATCH", "/_emulator/settings", ["tokenLifetime": 600, "errorShape": "J"]).status == 200)
        let settings = call("GET", "/_emulator/settings").json
        #expect(settings?["tokenLifetime"] == 600)
        #expect(settings?["errorShape"] == "J")
        #expect(settings?["redirectsExchange"] == false)
    }

    @Test(
        arguments: [
            (["tokenLifetimes": 5], "tokenLifetime"), (["errorShape": "P9"], "P3"),
            (["redirectsExchange": "yes"], "'redirectsExchange' takes true or false"),
            (["tokenLifetime": 8_000_000], "'tokenLifetime' takes a whole number of seconds from 1 to 86400"),
            (["cloudShellUser": ""], "'cloudShellUser' takes a text"),
        ] as [(JSONValue, String)]
    )
    func refusesUnknownSwitchesWhole(_ body: JSONValue, named: String) {
        let before = call("GET", "/_emulator/settings").json
        let reply = call("PATCH", "/_emulator/settings", body)
        #expect(reply.status == 400)
        #expect(reply.json?["error"]?["message"]?.stringValue?.contains(named) == true)
        #expect(call("GET", "/_emulator/settings").json == before)
    }

    @Test func givesAFaultAsOftenAsAskedAfterThoseLetThrough() {
        let fault: JSONValue = [
            "target": "openid-configuration", "skip": 1, "times": 2, "status": 503, "headers": ["Retry-After": "1"],
        ]
        #expect(call("POST", "/_emulator/faults", fault).status == 200)
        let statuses = (0..<4).map { _ in call("GET", "/contoso.com/v2.0/.well-known/openid-configuration").status }
        #expect(statuses == [200, 503, 503, 200])
    }

    @Test func refusesAFaultWithAnUnknownMember() {
        let reply = call("POST", "/_emulator/faults", ["target": "/common", "bogus": true])
        #expect(reply.status == 400)
        #expect(reply.json?["error"]?["message"]?.stringValue?.contains("bogus") == true)
        #expect(call("GET", "/common/v2.0/.well-known/openid-configuration").status == 200)
    }

    @Test func forgetsFaults() {
        #expect(call("POST", "/_emulator/faults", ["target": "/common", "status": 500]).status == 200)
        #expect(call("DELETE", "/_emulator/faults", [:]).status == 200)
        #expect(call("GET", "/common/v2.0/.well-known/openid-configuration").status == 200)
    }

    @Test func refusesWhatAForeignPageCouldSend() {
        let form = ServerRequest(
            method: "POST",
            target: "/_emulator/clock",
            headers: [.init("Content-Type", "text/plain")],
            body: Array(#"{"advanceSeconds":9}"#.utf8)
        )
        #expect(emulator.respond(to: form).status == 415)
    }

    @Test func listsRequestsWithoutWhatTheySay() {
        let target = "/common/userrealm/adele@contoso.com?secret=geheim"
        _ = call("GET", target)
        let entries = call("GET", "/_emulator/requests?text=USERREALM").json?["requests"]?.arrayValue
        #expect(entries?.count == 1)
        #expect(entries?.first?["path"] == "/common/userrealm/adele@contoso.com")
        #expect(entries?.first?["status"] == 200)
        #expect(entries?.first?.text().contains("geheim") == false)
        #expect(call("DELETE", "/_emulator/requests", [:]).status == 200)
        #expect(call("GET", "/_emulator/requests?text=userrealm").json?["requests"]?.arrayValue?.isEmpty == true)
    }

    @Test func saysWhatItDoesNotEmulate() {
        let reply = call("GET", "/no/such/thing/at/all")
        #expect(reply.status == 404)
        #expect(reply.json?["error"]?["message"]?.stringValue?.isEmpty == false)
    }
}
