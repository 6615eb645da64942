import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// Mailboxes of public folders that are brought up to the tree, and what is told of that.
@Suite struct ExchangePublicFolderSyncTests {
    private let harness: ExchangeHarness

    init() throws {
        harness = try ExchangeHarness()
        for name in ["PF1", "PF2"] { try harness.done("New-Mailbox", ["Name": .string(name), "PublicFolder": true]) }
    }

    /// What is told of a mailbox, as PowerShell has it.
    private func told(_ mailbox: JSONValue, _ more: JSONObject = [:]) throws -> String {
        var parameters = more
        parameters["Identity"] = mailbox
        let headers = ["X-ResponseFormat": "clixml"]
        let reply = try harness.run("Get-PublicFolderMailboxDiagnostics", parameters, headers: headers)
        return try #require(reply.rows.first?["_clixml"]?.stringValue, "\(reply.errorText)")
    }

    /// The value of a property in such a text.
    private func value(_ name: String, in text: String) throws -> String {
        let place = try #require(text.firstRange(of: "N=\"\(name)\">")).upperBound
        return String(text[place...].prefix { $0 != "<" })
    }

    @Test func aMailboxIsSynchronizedEachDayAndWhenItIsTold() throws {
        let first = try value("LastSuccessfulSyncTime", in: told("PF2"))
        harness.context.clock.advance(by: 3600)
        #expect(try value("LastSuccessfulSyncTime", in: told("PF2")) == first)
        try harness.done("Update-PublicFolderMailbox", ["Identity": "PF2", "WhatIf": true])
        #expect(try value("LastSuccessfulSyncTime", in: told("PF2")) == first)
        try harness.done("Update-PublicFolderMailbox", ["Identity": "PF2", "InvokeSynchronizer": true])
        let asked = try value("LastSuccessfulSyncTime", in: told("PF2"))
        #expect(first < asked)
        harness.context.clock.advance(by: 86_400)
        #expect(try asked < value("LastSuccessfulSyncTime", in: told("PF2")))
    }

    @Test func onlySecondaryMailboxesAreSynchronizedWithAnotherOne() throws {
        let primary = try harness.run("Update-PublicFolderMailbox", ["Identity": "PF1", "InvokeSynchronizer": true])
        #expect(primary.status == 400)
        try harness.done("Update-PublicFolderMailbox", ["Identity": "PF1"])
        let folder: JSONObject = ["Identity": "PF2", "InvokeSynchronizer": true, "FolderId": "\\Nothing"]
        #expect(try harness.run("Update-PublicFolderMailbox", folder).status == 404)
        for cmdlet in ["Update-PublicFolderMailbox", "Get-PublicFolderMailboxDiagnostics"] {
            #expect(try harness.run(cmdlet, ["Identity": "adele"]).status == 404)
        }
    }

    @Test func theTreeIsCountedWhereThatIsAskedFor() throws {
        for (name, parent) in [("A", "\\"), ("B", "\\A"), ("C", "\\A")] {
            try harness.done("New-PublicFolder", ["Name": .string(name), "Path": .string(parent)])
        }
        try harness.done("Enable-MailPublicFolder", ["Identity": "\\A\\B"])
        #expect(try !told("PF1").contains("TotalFolderCount"))
        let tree = try told("PF1", ["IncludeHierarchyInfo": true])
        let expected = [
            ("TotalFolderCount", 3), ("MaxFolderChildCount", 2), ("HierarchyDepth", 2), ("MailPublicFolderCount", 1),
        ]
        for (name, count) in expected { #expect(try value(name, in: tree) == "\(count)", "\(name)") }
    }
}
