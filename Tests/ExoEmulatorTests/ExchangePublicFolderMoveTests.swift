import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Content of public folders on its way into another mailbox.
@Suite struct ExchangePublicFolderMoveTests {
    private static let request: JSONObject = ["Identity": "\\PublicFolderMove"]
    private let harness: ExchangeHarness

    /// An organization with folders in one mailbox and another mailbox beside it.
    init() throws {
        harness = try ExchangeHarness()
        for name in ["PF1", "PF2"] { try harness.done("New-Mailbox", ["Name": .string(name), "PublicFolder": true]) }
        for name in ["Sales", "Offers"] { try harness.done("New-PublicFolder", ["Name": .string(name)]) }
    }

    private func move(
        _ folders: [JSONValue],
        to mailbox: JSONValue,
        _ more: JSONObject = [:]
    ) throws
        -> ExchangeHarness.Reply
    {
        var parameters = more
        parameters["Folders"] = .array(folders)
        parameters["TargetMailbox"] = mailbox
        return try harness.run("New-PublicFolderMoveRequest", parameters)
    }

    private func place(of folder: JSONValue) throws -> JSONValue? {
        try harness.done("Get-PublicFolder", ["Identity": folder]).rows.first?["ContentMailboxName"]
    }

    private func status() throws -> JSONValue? {
        try harness.done("Get-PublicFolderMoveRequest", Self.request).rows.first?["Status"]
    }

    @Test func contentArrivesWhenTheRequestIsDone() throws {
        let made = try move(["\\Sales"], to: "PF2")
        #expect(made.texts("Identity") == ["\\PublicFolderMove"] && made.texts("Status") == ["Queued"])
        #expect(made.texts("SourceMailbox") == ["PF1"] && made.texts("TargetMailbox") == ["PF2"])
        harness.context.clock.advance(by: 600)
        #expect(try status() == "InProgress" && place(of: "\\Sales") == "PF1")
        let early = try harness.done("Get-PublicFolderMoveRequestStatistics", Self.request).rows.first
        #expect(early?["CompletionTimestamp"] == .null && early?["FolderList"] == ["\\Sales"])
        harness.context.clock.advance(by: 3600)
        #expect(try status() == "Completed" && place(of: "\\Sales") == "PF2" && place(of: "\\Offers") == "PF1")
        let resident: JSONObject = ["Mailbox": "PF2", "ResidentFolders": true]
        #expect(try harness.done("Get-PublicFolder", resident).texts("Identity") == ["\\Sales"])
        let late = try harness.done("Get-PublicFolderMoveRequestStatistics", Self.request).rows.first
        #expect(late?["PercentComplete"] == 100 && late?["CompletionTimestamp"] != .null)
        #expect(try harness.done("Get-PublicFolderMoveRequest", ["Status": "Completed"]).rows.count == 1)
        #expect(try harness.done("Get-PublicFolderMoveRequest", ["Status": "Queued"]).rows.isEmpty)
    }

    @Test func thereIsOneRequestUntilItIsRemovedOrOld() throws {
        #expect(try move(["\\Sales"], to: "PF2").status == 200)
        harness.context.clock.advance(by: 7200)
        let second = try move(["\\Offers"], to: "PF2")
        #expect(second.status == 400 && second.errorText.contains("must be removed"))
        try harness.done("Remove-PublicFolderMoveRequest", Self.request)
        #expect(try place(of: "\\Sales") == "PF2")
        #expect(try harness.run("Get-PublicFolderMoveRequest", Self.request).status == 404)
        #expect(try move(["\\Offers"], to: "PF2", ["Name": "Second"]).texts("Identity") == ["\\Second"])
        harness.context.clock.advance(by: 31 * 86_400)
        #expect(try harness.done("Get-PublicFolderMoveRequest").rows.isEmpty)
        #expect(try move(["\\Offers"], to: "PF1").status == 200)
    }

    @Test func contentStaysWhereARequestIsRemovedOrSuspended() throws {
        let asked = try move(["\\Sales"], to: "PF2", ["WhatIf": true])
        #expect(asked.status == 200)
        #expect(try harness.done("Get-PublicFolderMoveRequest").rows.isEmpty)
        #expect(try move(["\\Sales"], to: "PF2").status == 200)
        try harness.done("Remove-PublicFolderMoveRequest", Self.request)
        #expect(try move(["\\Sales"], to: "PF2", ["Suspend": true]).texts("Status") == ["Suspended"])
        harness.context.clock.advance(by: 86_400)
        #expect(try status() == "Suspended" && place(of: "\\Sales") == "PF1")
        #expect(try harness.done("Get-PublicFolderMoveRequest", ["Suspend": false]).rows.isEmpty)
    }

    @Test func aRequestThatIsDoneStaysAsLongAsItSays() throws {
        for age: JSONValue in ["abc", "99999999999", "-1.00:00:00"] {
            #expect(try move(["\\Sales"], to: "PF2", ["CompletedRequestAgeLimit": age]).status == 400, "\(age)")
        }
        let statistics = "Get-PublicFolderMoveRequestStatistics"
        for (age, shown): (JSONValue, JSONValue) in [
            ("10675199.02:48:05", "10675199.02:48:05"), ("unlimited", "Unlimited"), ("7", "7.00:00:00"),
        ] {
            #expect(try move(["\\Sales"], to: "PF2", ["RequestExpiryInterval": age, "Suspend": true]).status == 200)
            let row = try harness.done(statistics, Self.request).rows.first
            #expect(row?["CompletedRequestAgeLimit"] == shown)
            try harness.done("Remove-PublicFolderMoveRequest", Self.request)
        }
        #expect(try move(["\\Sales"], to: "PF2", ["RequestExpiryInterval": "10675199.02:48:05"]).status == 200)
        harness.context.clock.advance(by: 40 * 86_400)
        #expect(try status() == "Completed")
        try harness.done("Remove-PublicFolderMoveRequest", Self.request)
        #expect(try move(["\\Offers"], to: "PF2", ["CompletedRequestAgeLimit": "7"]).status == 200)
        harness.context.clock.advance(by: 6 * 86_400)
        #expect(try status() == "Completed")
        harness.context.clock.advance(by: 2 * 86_400)
        #expect(try harness.done("Get-PublicFolderMoveRequest").rows.isEmpty)
        // What is past goes where another is made, not where that is asked about.
        let tenant = try #require(try harness.context.directory.tenant(matching: ExchangeHarness.contoso))
        let objects = ObjectStore(store: harness.context.store, names: TenantNames(tenant))
        func kept() throws -> Int { try objects.objects(of: PublicFolderMove.noun.objectClass).count }
        #expect(try move(["\\Sales"], to: "PF1", ["WhatIf": true]).status == 200)
        #expect(try kept() == 1)
        #expect(try move(["\\Sales"], to: "PF1", ["Name": "Next"]).status == 200)
        #expect(try kept() == 1)
    }

    @Test func aMailboxThatContentIsOnItsWayToStays() throws {
        try harness.done("New-Mailbox", ["Name": "PF3", "PublicFolder": true])
        try harness.done("New-PublicFolder", ["Name": "There", "Mailbox": "PF3"])
        #expect(try move(["\\There"], to: "PF2").status == 200)
        let target: JSONObject = ["Identity": "PF2", "PublicFolder": true]
        let refused = try harness.run("Remove-Mailbox", target)
        #expect(refused.status == 400 && refused.errorText.contains("move request"))
        try harness.done("Remove-PublicFolderMoveRequest", Self.request)
        try harness.done("Remove-Mailbox", target)
    }

    @Test func requestsAreInTheQueueOfTheDatabase() throws {
        let made = try move(["\\Sales"], to: "PF2").rows.first
        let queue = try #require(made?["RequestQueue"])
        #expect(try harness.done("Get-PublicFolderMoveRequest", ["RequestQueue": queue]).rows.count == 1)
        #expect(try harness.done("Get-PublicFolderMoveRequest", ["RequestQueue": "Nowhere"]).rows.isEmpty)
        let elsewhere: JSONObject = ["RequestQueue": "Nowhere", "RequestGuid": try #require(made?["RequestGuid"])]
        #expect(try harness.run("Remove-PublicFolderMoveRequest", elsewhere).status == 404)
        #expect(try status() == "Queued")
    }

    @Test func whatCannotMoveIsRefused() throws {
        #expect(try move(["\\Sales"], to: "PF2", ["SuspendComment": "Later"]).status == 400)
        #expect(try move(["\\Nothing"], to: "PF2").status == 404)
        #expect(try move(["\\Sales"], to: "adele").status == 404)
        #expect(try move(["\\Sales"], to: "PF1").status == 400)
        #expect(try move(["\\"], to: "PF2").status == 400)
        try harness.done("New-PublicFolder", ["Name": "There", "Mailbox": "PF2"])
        #expect(try move(["\\Sales", "\\There"], to: "PF1").status == 400)
        #expect(try harness.run("Remove-PublicFolderMoveRequest", Self.request).status == 404)
    }
}
