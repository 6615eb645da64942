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

    @Test func whatCannotMoveIsRefused() throws {
        #expect(try move(["\\Nothing"], to: "PF2").status == 404)
        #expect(try move(["\\Sales"], to: "adele").status == 404)
        #expect(try move(["\\Sales"], to: "PF1").status == 400)
        #expect(try move(["\\"], to: "PF2").status == 400)
        try harness.done("New-PublicFolder", ["Name": "There", "Mailbox": "PF2"])
        #expect(try move(["\\Sales", "\\There"], to: "PF1").status == 400)
        #expect(try harness.run("Remove-PublicFolderMoveRequest", Self.request).status == 404)
    }
}
