import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What keeps the tree of public folders a tree.
@Suite struct ExchangePublicFolderTreeTests {
    /// The rows of new folders, by their paths.
    private func make(_ paths: [String], _ harness: ExchangeHarness) throws -> [String: JSONValue] {
        var made: [String: JSONValue] = [:]
        for path in paths {
            let parts = path.split(separator: "\\").map(String.init)
            let parent = "\\" + parts.dropLast().joined(separator: "\\")
            let name = try #require(parts.last)
            let reply = try harness.done("New-PublicFolder", ["Name": .string(name), "Path": .string(parent)])
            made[path] = reply.rows.first
        }
        return made
    }

    private func move(_ path: String, to parent: JSONValue?, _ harness: ExchangeHarness) throws -> Int {
        try harness.run("Set-PublicFolder", ["Identity": .string(path), "Path": try #require(parent)]).status
    }

    @Test func noFolderGoesIntoItself() throws {
        let harness = try ExchangeHarness()
        let made = try make(["\\A", "\\A\\B", "\\C"], harness)
        #expect(try move("\\A", to: "\\A", harness) == 400)
        #expect(try move("\\A", to: "\\A\\B", harness) == 400)
        #expect(try move("\\A", to: made["\\A"]?["DumpsterEntryId"], harness) == 400)
        #expect(try move("\\A", to: made["\\A\\B"]?["DumpsterEntryId"], harness) == 400)
        // Nor where that goes on inside it: C lies in what was deleted from A.
        #expect(try move("\\C", to: made["\\A"]?["DumpsterEntryId"], harness) == 200)
        #expect(try move("\\A", to: made["\\C"]?["DumpsterEntryId"], harness) == 400)
        #expect(try move("\\A", to: made["\\C"]?["EntryId"], harness) == 400)
        #expect(try move("\\A\\B", to: "\\", harness) == 200)
        #expect(try move("\\A", to: "\\B", harness) == 200)
        let tree = try harness.done("Get-PublicFolder", ["Identity": "\\", "Recurse": true])
        #expect(tree.texts("Identity") == ["\\", "\\B", "\\B\\A"])
    }

    @Test func foldersThatAreInsideEachOtherGoForGood() throws {
        let harness = try ExchangeHarness()
        _ = try make(["\\A", "\\B"], harness)
        let store = ContentStore(
            store: harness.context.store,
            tenantID: ExchangeHarness.contoso,
            now: ServiceDate(ExchangeHarness.moment)
        )
        let entries = try store.entries(.publicFolder)
        let dumpsters = try entries.map { entry in
            try #require(
                try harness.done("Get-PublicFolder", ["Identity": .string(entry.key)]).rows.first?["DumpsterEntryId"]
            )
        }
        #expect(entries.count == 2)
        // An earlier emulator let them be moved to each other's dumpsters.
        var paths: [String] = []
        for (entry, dumpster) in zip(entries, dumpsters.reversed()) {
            let place = try harness.done("Get-PublicFolder", ["Identity": dumpster]).texts("Identity").first
            paths.append("\(try #require(place))\\\(entry.text("Path")?.dropFirst() ?? "")")
        }
        for (entry, path) in zip(entries, paths) {
            var value = entry.value
            value["Path"] = .string(path)
            try store.remove(.publicFolder, key: entry.key)
            try store.put(.publicFolder, key: path.lowercased(), value, at: entry.changed)
        }
        try harness.done("Remove-PublicFolder", ["Identity": .string(paths[0])])
        #expect(try store.entries(.publicFolder).isEmpty)
    }

    @Test func rootsStayWhereTheyAre() throws {
        let harness = try ExchangeHarness()
        _ = try make(["\\A"], harness)
        for root in ["\\", "\\NON_IPM_SUBTREE"] {
            let named = try harness.run("Set-PublicFolder", ["Identity": .string(root), "Name": "X"])
            #expect(named.status == 400 && named.errorText.contains("renamed"), "\(named.errorText)")
            #expect(try move(root, to: "\\A", harness) == 400)
        }
        try harness.done("Set-PublicFolder", ["Identity": "\\", "ProhibitPostQuota": "1GB"])
    }

    @Test func foldersOfTheServiceTakeNoOthers() throws {
        let harness = try ExchangeHarness()
        let dumpster = try #require(try make(["\\A"], harness)["\\A"]?["DumpsterEntryId"])
        let places: [JSONValue] = [dumpster, "\\NON_IPM_SUBTREE\\DUMPSTER_ROOT"]
        for place in places {
            let made = try harness.run("New-PublicFolder", ["Name": "X", "Path": place])
            #expect(made.status == 400 && made.errorText.contains("service's own"), "\(made.errorText)")
        }
        let hidden = try harness.done("New-PublicFolder", ["Name": "X", "Path": "\\NON_IPM_SUBTREE"]).rows.first
        let root = try harness.done("Get-PublicFolder", ["Identity": "\\NON_IPM_SUBTREE"]).rows.first
        #expect(hidden?["ParentFolder"] == root?["EntryId"])
    }
}
