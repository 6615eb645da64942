import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct FaultTests {
    private let harness: ExchangeHarness

    init() throws { harness = try ExchangeHarness() }

    @discardableResult
    private func set(_ fault: JSONValue, _ method: String = "POST") throws -> ExchangeHarness.Reply {
        try harness.send(
            method,
            "/_emulator/faults",
            as: nil,
            headers: ["Content-Type": "application/json"],
            body: method == "GET" ? nil : fault
        )
    }

    private func listed() throws -> [JSONValue] { try set([:], "GET").body["faults"]?.arrayValue ?? [] }

    private func statuses(_ count: Int, _ cmdlet: String = "Get-User", as caller: String = "admin") throws -> [Int] {
        try (0..<count).map { _ in try harness.run(cmdlet, ["ResultSize": 1], as: caller).status }
    }

    // MARK: Which requests

    @Test func meetsTheCmdletsThatFitTheName() throws {
        #expect(try set(["kind": "unavailable", "cmdlet": "get-m*box", "times": 2]).status == 200)
        #expect(try statuses(1, "Get-User") == [200])
        #expect(try statuses(3, "Get-Mailbox") == [503, 503, 200])
    }

    @Test func meetsOneCallerAlone() throws {
        #expect(try set(["kind": "gatewayTimeout", "caller": "reader@contoso.com", "times": nil]).status == 200)
        #expect(try statuses(1, as: "admin") == [200])
        #expect(try statuses(2, as: "reader") == [504, 504])
    }

    @Test func meetsOneTenantAlone() throws {
        #expect(try set(["kind": "unavailable", "tenant": "fabrikam.com", "times": nil]).status == 200)
        #expect(try statuses(1) == [200])
        #expect(try harness.send("GET", "/fabrikam.com/v2.0/.well-known/openid-configuration", as: nil).status == 503)
        #expect(try harness.send("GET", "/contoso.com/v2.0/.well-known/openid-configuration", as: nil).status == 200)
    }

    @Test func meetsOneServiceAlone() throws {
        #expect(try set(["kind": "unavailable", "service": "signIn", "times": nil]).status == 200)
        #expect(try statuses(1) == [200])
        #expect(try harness.send("GET", "/contoso.com/v2.0/.well-known/openid-configuration", as: nil).status == 503)
    }

    private func batch(_ cmdlets: [String]) throws -> ExchangeHarness.Reply {
        let path = "/adminapi/beta/\(ExchangeHarness.contoso)"
        let calls = cmdlets.enumerated().map { place, cmdlet -> JSONValue in
            [
                "id": .string("\(place)"), "method": "POST", "url": .string("\(path)/InvokeCommand"),
                "headers": ["X-AnchorMailbox": .string(ExchangeHarness.anchor)],
                "body": ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": ["ResultSize": 1]]],
            ]
        }
        return try harness.send(
            "POST",
            "\(path)/$batch",
            headers: ["Prefer": "odata.continue-on-error"],
            body: ["requests": .array(calls)]
        )
    }

    @Test func meetsTheCallsOfABatchByTheirCmdlets() throws {
        #expect(try set(["kind": "unavailable", "cmdlet": "Get-Recipient", "times": nil]).status == 200)
        let reply = try batch(["Get-Mailbox", "Get-Recipient", "Get-User"])
        #expect(reply.status == 200)
        let statuses = reply.body["responses"]?.arrayValue?.map { $0["status"]?.integerValue ?? 0 }
        #expect(statuses == [200, 503, 200])
        #expect(try listed().first?["struck"] == 1)
        // What happens to a connection happens to all of it.
        try set([:], "DELETE")
        #expect(try set(["kind": "noReply", "cmdlet": "Get-Recipient"]).status == 200)
        #expect(try batch(["Get-Mailbox", "Get-Recipient"]).response.fault != nil)
        // And so does what names no cmdlet.
        #expect(try set(["kind": "unavailable", "service": "exchange"]).status == 200)
        #expect(try batch(["Get-Mailbox"]).status == 503)
    }

    @Test func goesByWhatTheBodyCallsAndNotByTheHeader() throws {
        #expect(try set(["kind": "unavailable", "cmdlet": "Set-Mailbox"]).status == 200)
        let parameters: JSONObject = ["Identity": "adele", "CustomAttribute1": "x"]
        let reply = try harness.run("Set-Mailbox", parameters, headers: ["X-CmdletName": "Get-Mailbox"])
        #expect(reply.status == 503)
        try set([:], "DELETE")
        // A change is no read, whatever it is called.
        #expect(try set(["kind": "staleReads", "seconds": 600, "times": nil]).status == 200)
        #expect(
            try harness.run("Set-Mailbox", parameters, headers: ["X-CmdletName": "Get-Mailbox"]).status == 200
        )
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele"]).texts("CustomAttribute1") == [""])
    }

    @Test func meetsEntitiesByTheCmdletThatAsksForThem() throws {
        #expect(try set(["kind": "unavailable", "cmdlet": "Get-*Mailbox"]).status == 200)
        let target = "/adminapi/beta/\(ExchangeHarness.contoso)/Mailbox?$top=1"
        #expect(try harness.send("GET", target).status == 503)
        #expect(try harness.send("GET", target).status == 200)
    }

    // MARK: How often

    @Test func strikesEveryThird() throws {
        #expect(try set(["kind": "unavailable", "cmdlet": "Get-User", "every": 3]).status == 200)
        #expect(try statuses(7) == [200, 200, 503, 200, 200, 503, 200])
        let fault = try #require(try listed().first)
        #expect(fault["met"] == 7 && fault["struck"] == 2 && fault["times"] == .null)
    }

    @Test func strikesTheSameRequestsForTheSameSeed() throws {
        func round(_ seed: Int64) throws -> [Int] {
            try set([:], "DELETE")
            try set([
                "kind": "unavailable", "cmdlet": "Get-User", "probability": 0.4, "seed": .integer(seed),
            ])
            return try statuses(24)
        }
        let first = try round(7)
        #expect(first.contains(503) && first.contains(200))
        #expect(try round(7) == first)
        #expect(try round(8) != first)
    }

    @Test func takesOneBackByItsNumber() throws {
        let first = try #require(try set(["kind": "unavailable", "cmdlet": "Get-User", "times": nil]).body["id"])
        try set(["kind": "gatewayTimeout", "cmdlet": "Get-User", "times": nil])
        #expect(try statuses(1) == [503])
        #expect(try set(["id": first], "DELETE").status == 200)
        #expect(try statuses(1) == [504])
        #expect(try set(["id": first], "DELETE").status == 400)
    }

    // MARK: What happens

    struct Throttling: Sendable {
        let fault: JSONObject
        let retryAfter: String?
    }

    @Test(arguments: [
        Throttling(fault: ["seconds": 17], retryAfter: "17"),
        Throttling(fault: ["seconds": 1.5], retryAfter: "1.5"),
        Throttling(fault: ["retryAfter": "none"], retryAfter: nil),
        Throttling(fault: ["seconds": 60, "retryAfter": "date"], retryAfter: "Mon, 21 Sep 2026 14:14:20 GMT"),
    ])
    func throttles(_ item: Throttling) throws {
        var fault = item.fault
        fault["kind"] = "throttled"
        fault["cmdlet"] = "Get-User"
        #expect(try set(.object(fault)).status == 200)
        let reply = try harness.run("Get-User", [:])
        #expect(reply.status == 429)
        #expect(reply.response.header("Retry-After") == item.retryAfter)
        #expect(reply.response.header("request-id") != nil)
        #expect(try statuses(1) == [200])
    }

    @Test func refusesConcurrencyInPlainText() throws {
        try set(["kind": "concurrencyRefused"])
        let reply = try harness.run("Get-User", [:])
        let text = String(decoding: reply.response.body, as: UTF8.self)
        #expect(text.hasPrefix("You have reached the maximum number of concurrent requests per tenant"))
        #expect(reply.response.header("Content-Type")?.hasPrefix("text/plain") == true)
    }

    @Test func warnsOfAMicroDelay() throws {
        try set(["kind": "microDelay", "seconds": 2.5, "cmdlet": "Get-User"])
        let reply = try harness.run("Get-User", ["ResultSize": 1])
        #expect(reply.status == 200 && reply.rows.count == 1)
        #expect(reply.response.delay == .milliseconds(2500))
        #expect(reply.warnings.contains { $0.hasPrefix("Micro delay applied. Actual delayed: 2500 msecs") })
    }

    @Test func warnsOfAMicroDelayInAFieldBesideEntities() throws {
        for path in [
            "User?$top=2", "User?$top=2&$orderby=DisplayName desc", "User?$skip=1&$top=1", "User?$count=true&$top=1",
            "User('\(ExchangeHarness.key("adele"))')?isEncoded=true",
        ] {
            try set(["kind": "microDelay", "seconds": 2.5, "cmdlet": "Get-User"])
            try set(["kind": "microDelay", "seconds": 1, "cmdlet": "Get-User"])
            let reply = try harness.entities(path.split(separator: " ").joined(separator: "%20"))
            #expect(reply.status == 200, "\(path): \(reply.errorText)")
            let warnings = (reply.response.header("X-Warnings") ?? "").split(separator: "<eow>")
            #expect(warnings.count == 2 && warnings.allSatisfy { $0.hasPrefix("Micro delay applied.") }, "\(path)")
            #expect(reply.response.headers.filter { $0.isNamed("X-Warnings") }.count == 1)
            #expect(reply.body["@adminapi.warnings"] == nil)
        }
        #expect(try harness.entities("User?$top=1").response.header("X-Warnings") == nil)
    }

    @Test func delaysTheRealReply() throws {
        try set(["kind": "latency", "seconds": 0.25, "service": "exchange"])
        let reply = try harness.run("Get-User", ["ResultSize": 1])
        #expect(reply.rows.count == 1 && reply.response.delay == .milliseconds(250))
    }

    @Test func runsABudgetDownAndFillsItAgain() throws {
        try set(["kind": "rateLimit", "calls": 2, "seconds": 10])
        func call() throws -> [String?] {
            let reply = try harness.run("Get-User", ["ResultSize": 1])
            return [String(reply.status)]
                + ["Rate-Limit-Limit", "Rate-Limit-Remaining", "Retry-After"].map { reply.response.header($0) }
        }
        #expect(try call() == ["200", "2", "1", nil])
        #expect(try call() == ["200", "2", "0", nil])
        #expect(try call() == ["429", "2", "0", "10"])
        harness.context.clock.advance(by: 4)
        #expect(try call() == ["429", "2", "0", "6"])
        harness.context.clock.advance(by: 6)
        #expect(try call() == ["200", "2", "1", nil])
    }

    @Test(arguments: [false, true]) func losesTheReplyBeforeOrAfterExecution(_ executed: Bool) throws {
        for kind in ["reset", "noReply"] {
            let office = "Room \(kind)"
            try set(["kind": .string(kind), "cmdlet": "Set-User", "executed": .bool(executed)])
            let reply = try harness.run("Set-User", ["Identity": "adele@contoso.com", "Office": .string(office)])
            #expect(reply.response.fault == (kind == "reset" ? .reset : .noReply))
            let row = try #require(try harness.run("Get-User", ["Identity": "adele@contoso.com"]).rows.first)
            #expect((row["Office"]?.stringValue == office) == executed, "\(kind)")
        }
    }

    @Test func breaksTheRealReplyOff() throws {
        try set(["kind": "cut", "bytes": 40, "cmdlet": "Get-User"])
        let reply = try harness.run("Get-User", ["ResultSize": 1])
        #expect(reply.response.fault == .cutAfter(40) && reply.rows.count == 1)
    }

    @Test func claimsACompressionThatIsNone() throws {
        try set(["kind": "falseGzip", "cmdlet": "Get-User"])
        let reply = try harness.run("Get-User", ["ResultSize": 1])
        #expect(reply.response.header("Content-Encoding") == "gzip")
        #expect(reply.response.body.first == UInt8(ascii: "{"))
    }

    @Test func refusesWithNULBytes() throws {
        try set(["kind": "nulBytes"])
        let reply = try harness.run("Get-User", [:]).response
        #expect(reply.status == 403 && reply.body.count == 4096 && reply.body.allSatisfy { $0 == 0 })
    }

    private func next(_ first: ExchangeHarness.Reply) throws -> ExchangeHarness.Reply {
        let link = try #require(first.nextLink)
        return try harness.send(
            "POST",
            String(link.dropFirst("https://localhost:8443".count)),
            headers: ["Prefer": "odata.maxpagesize=2", "X-AnchorMailbox": ExchangeHarness.anchor],
            body: ["CmdletInput": ["CmdletName": "Get-User", "Parameters": [:]]]
        )
    }

    @Test func expiresAListingInItsMiddle() throws {
        try set(["kind": "cursorExpired"])
        let first = try harness.run("Get-User", [:], headers: ["Prefer": "odata.maxpagesize=2"])
        #expect(first.status == 200)
        let second = try next(first)
        #expect(second.status == 400)
        #expect(second.errorText == "Expired or Invalid pagination request. Default Expiry time is 00:30:00")
        #expect(try next(first).status == 200)
    }

    @Test func movesToARegionThatDoesNotKnowTheListing() throws {
        try set(["kind": "regionMoved"])
        let first = try harness.run("Get-User", [:], headers: ["Prefer": "odata.maxpagesize=2"])
        let moved = try next(first)
        #expect(moved.status == 302)
        let location = try #require(moved.response.header("Location"))
        #expect(location.hasPrefix("https://localhost:446/adminapi/"))
        let cookie = try #require(moved.response.header("Set-Cookie")?.prefix { $0 != ";" })
        let there = try harness.send(
            "POST",
            String(location.dropFirst("https://localhost:446".count)),
            headers: [
                "Prefer": "odata.maxpagesize=2", "X-AnchorMailbox": ExchangeHarness.anchor, "Cookie": String(cookie),
            ],
            body: ["CmdletInput": ["CmdletName": "Get-User", "Parameters": [:]]],
            listener: "regional"
        )
        #expect(there.status == 400 && there.errorText.hasPrefix("Expired or Invalid pagination request"))
    }

    @Test func challengesATokenAsARevokedOne() throws {
        try set(["kind": "tokenRevoked", "times": 2])
        let exchange = try harness.run("Get-User", [:])
        #expect(exchange.status == 401)
        #expect(
            exchange.response.header("WWW-Authenticate")?.contains(#"error="insufficient_claims", claims=""#) == true
        )
        let graph = try harness.send("GET", "/v1.0/users")
        #expect(graph.status == 401)
        #expect(graph.response.header("WWW-Authenticate")?.contains(#"error="insufficient_claims", claims=""#) == true)
        #expect(try statuses(1) == [200])
    }

    @Test func tellsTheEmulatorsTimeAndAnother() throws {
        #expect(
            try harness.run("Get-User", ["ResultSize": 1]).response.header("Date") == "Mon, 21 Sep 2026 14:13:20 GMT"
        )
        try set(["kind": "clockSkew", "seconds": -3600, "service": "exchange"])
        let reply = try harness.run("Get-User", ["ResultSize": 1])
        #expect(reply.response.header("Date") == "Mon, 21 Sep 2026 13:13:20 GMT")
        #expect(reply.response.headers.filter { $0.isNamed("Date") }.count == 1 && reply.rows.count == 1)
    }

    @Test func showsChangesAfterAWhile() throws {
        func office() throws -> String? {
            try harness.run("Get-User", ["Identity": "adele@contoso.com"]).rows.first?["Office"]?.stringValue
        }
        func move(_ office: String) throws -> Int {
            try harness.run("Set-User", ["Identity": "adele@contoso.com", "Office": .string(office)]).status
        }
        #expect(try move("First") == 200)
        #expect(try set(["kind": "staleReads", "seconds": 30]).status == 200)
        #expect(try office() == "First")
        #expect(try move("Second") == 200)
        #expect(try office() == "First")
        harness.context.clock.advance(by: 29)
        #expect(try office() == "First")
        harness.context.clock.advance(by: 1)
        #expect(try office() == "Second")
        #expect(try move("Third") == 200)
        #expect(try office() == "Second")
        try set([:], "DELETE")
        #expect(try office() == "Third")
    }

    // MARK: What is refused

    struct Refusal: Sendable {
        let fault: JSONValue
        let says: String
    }

    @Test(arguments: [
        Refusal(fault: ["kind": "earthquake", "target": "/common"], says: "latency"),
        Refusal(fault: ["kind": "latency"], says: "\"seconds\""),
        Refusal(fault: ["kind": "latency", "seconds": -1], says: "from 0 to 86400"),
        Refusal(fault: ["kind": "latency", "seconds": "long"], says: "\"seconds\""),
        Refusal(fault: ["kind": "cut", "seconds": 1], says: "bytes"),
        Refusal(fault: ["kind": "cut", "bytes": -1], says: "\"bytes\""),
        Refusal(fault: ["kind": "unavailable", "service": "exchanges"], says: "exchange, compliance"),
        Refusal(fault: ["kind": "unavailable", "cmdlet": "Get-Mailbx"], says: "Get-Mailbox"),
        Refusal(fault: ["kind": "unavailable", "cmdlet": ""], says: "no cmdlet"),
        Refusal(fault: ["kind": "unavailable", "tenant": "nowhere.com"], says: "contoso.com"),
        Refusal(fault: ["kind": "unavailable", "caller": "nobody@contoso.com"], says: "nobody@contoso.com"),
        Refusal(fault: ["kind": "unavailable", "target": "/nowhere"], says: "nowhere"),
        Refusal(fault: ["kind": "unavailable", "target": "InvokeComand"], says: "InvokeCommand"),
        Refusal(fault: ["kind": "unavailable", "target": "/_emulator/clock"], says: "control API"),
        Refusal(fault: ["kind": "unavailable", "target": "a b"], says: "as they stand"),
        Refusal(fault: ["kind": "unavailable", "every": 0], says: "from 1 to 1000000"),
        Refusal(fault: ["kind": "unavailable", "probability": 1.5], says: "from 0 to 1"),
        Refusal(fault: ["kind": "unavailable", "times": 0], says: "\"times\""),
        Refusal(fault: ["kind": "unavailable", "seconds": 5, "retryAfter": "none"], says: "not told"),
        Refusal(fault: ["kind": "cursorExpired", "service": "graph"], says: "exchange and compliance"),
        Refusal(fault: ["kind": "rateLimit", "calls": -1], says: "\"calls\""),
        Refusal(fault: ["status": 503], says: "\"target\""),
        Refusal(fault: ["target": "/common", "status": 99], says: "from 200 to 599"),
    ])
    func refusesWhatCannotBeMeant(_ item: Refusal) throws {
        let reply = try set(item.fault)
        #expect(reply.status == 400)
        #expect(reply.errorText.contains(item.says), "\(reply.errorText)")
        #expect(try listed().isEmpty)
    }

    @Test(arguments: [
        "InvokeCommand", "/adminapi/beta/11111111-1111-4111-8111-111111111111/InvokeCommand", "$skiptoken",
        "/contoso.com/oauth2/v2.0/token", "/v1.0/applications", "directory/roleAssignments", "/beta/users/",
        "openid-configuration", "users/adele@contoso.com", "EXOModuleFile?Version=3.9.2", "Mailbox('abc123')",
    ])
    func takesPartsOfPathsThatThereAre(_ target: String) throws {
        #expect(try set(["kind": "unavailable", "target": .string(target)]).status == 200)
    }

    @Test func theRequestLogNamesTheFault() throws {
        try set(["kind": "latency", "seconds": 1, "cmdlet": "Get-User"])
        #expect(try statuses(1) == [200])
        let entry = try harness.send("GET", "/_emulator/requests?limit=2", as: nil).body["requests"]?.arrayValue?
            .first { $0["cmdlet"] == "Get-User" }
        #expect(entry?["fault"] == "latency" && entry?["outcome"] == "1 row")
    }
}
