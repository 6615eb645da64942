import EmulatorCore
import ExoJSON

/// A public folder.
struct PublicFolder: Sendable {
    /// `\Sales\Offers`; the root is `\`.
    var path: String
    let created: ServiceDate
    /// What was set.
    var properties: JSONObject
    /// What makes its ids: it stays when the folder moves.
    let seed: String
    /// Whether what is deleted from another folder lies here; the two have one seed.
    var isDumpster = false

    static let root = "\\"
    /// The root of what no user sees.
    static let hiddenRoot = "\\NON_IPM_SUBTREE"
    /// Where deleted folders are looked for.
    static let dumpsterRoot = "\(hiddenRoot)\\DUMPSTER_ROOT"
    /// Under which every folder has its dumpster.
    private static let dumpsters = "\(dumpsterRoot)\\DUMPSTER_EXTEND\\RESERVED_1\\RESERVED_1"

    /// The folders that the service has for itself, parents before their children.
    static let system = [
        hiddenRoot, dumpsterRoot, "\(dumpsterRoot)\\DUMPSTER_EXTEND", "\(dumpsterRoot)\\DUMPSTER_EXTEND\\RESERVED_1",
        dumpsters,
    ]
    private static let hiddenKey = hiddenRoot.lowercased()
    private static let systemKeys = Set(system.map { $0.lowercased() })

    var key: String { path.lowercased() }

    var isRoot: Bool { path == Self.root || key == Self.hiddenKey }

    /// Whether no user sees it: it is the service's own, or was deleted.
    var isHidden: Bool { Self.isHidden(key: key) }

    /// Whether a folder with a key is among those that no user sees.
    static func isHidden(key: String) -> Bool { key == hiddenKey || key.hasPrefix(hiddenKey + "\\") }

    /// Whether the service has it for itself.
    var isSystem: Bool { isDumpster || Self.systemKeys.contains(key) }

    var name: String { path == Self.root ? "IPM_SUBTREE" : path.split(separator: "\\").last.map(String.init) ?? "" }

    var parentPath: String {
        if path == Self.root { return "" }
        return "\\" + path.split(separator: "\\").dropLast().joined(separator: "\\")
    }

    /// The path with slashes, as rights in the folder have it.
    var slashed: String { path.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "/") }

    var entryID: String { Self.identifier(isDumpster ? "dumpster" : "entry", seed) }

    /// The id of the folder where what is deleted from it lies, and of a dumpster the folder that it belongs to.
    ///
    /// The service's own folders have no dumpsters but themselves, a guess.
    var dumpsterID: String {
        if isDumpster { return Self.identifier("entry", seed) }
        return isSystem ? entryID : Self.identifier("dumpster", seed)
    }

    /// Where what is deleted from it lies; in the same mailbox.
    var dumpster: PublicFolder {
        var properties = JSONObject()
        properties[Self.contentMailbox] = self.properties[Self.contentMailbox]
        return PublicFolder(
            path: "\(Self.dumpsters)\\\(SeedIdentifier.make("publicFolderDumpster", seed))",
            created: created,
            properties: properties,
            seed: seed,
            isDumpster: true
        )
    }

    /// The property that names the mailbox of its content, where that is not the one of the tree.
    static let contentMailbox = "ContentMailboxGuid"

    var isMailEnabled: Bool { properties["MailEnabled"] == true }

    /// Whether another folder is below this one.
    func holds(_ other: PublicFolder) -> Bool {
        guard path != Self.root else { return other.path != Self.root && !other.isHidden }
        return other.key.hasPrefix(key + "\\")
    }

    /// The id of what both roots are below.
    static func idAboveRoots(of tenantID: String) -> String { identifier("entry", "\(tenantID)root") }

    private static func identifier(_ kind: String, _ seed: String) -> String {
        let digits = (0..<4).map { StableIdentifier.digits(kind, seed, String($0)).uppercased() }.joined()
        return "000000001A447390AA6611CD9BC800AA002FC45A0300" + digits.prefix(44) + "0000"
    }
}
