import CmdletCatalogue
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

    static let root = "\\"
    /// The root of what no user sees.
    static let hiddenRoot = "\\NON_IPM_SUBTREE"

    var key: String { path.lowercased() }

    var isRoot: Bool { path == Self.root || key == Self.hiddenRoot.lowercased() }

    var name: String { path == Self.root ? "IPM_SUBTREE" : path.split(separator: "\\").last.map(String.init) ?? "" }

    var parentPath: String {
        if path == Self.root { return "" }
        return "\\" + path.split(separator: "\\").dropLast().joined(separator: "\\")
    }

    var entryID: String { Self.identifier("entry", seed) }

    var dumpsterID: String { Self.identifier("dumpster", seed) }

    var isMailEnabled: Bool { properties["MailEnabled"] == true }

    /// Whether another folder is below this one.
    func holds(_ other: PublicFolder) -> Bool {
        guard path != Self.root else {
            return other.path != Self.root && !other.key.hasPrefix(Self.hiddenRoot.lowercased())
        }
        return other.key.hasPrefix(key + "\\")
    }

    private static func identifier(_ kind: String, _ seed: String) -> String {
        let digits = (0..<4).map { StableIdentifier.digits(kind, seed, String($0)).uppercased() }.joined()
        return "000000001A447390AA6611CD9BC800AA002FC45A0300" + digits.prefix(44) + "0000"
    }
}

/// The public folders of a tenant.
struct PublicFolders: Sendable {
    static let noun = "PublicFolder"
    private static let nowhere = "00000000-0000-0000-0000-000000000000"
    let store: ContentStore
    private let created: ServiceDate
    private let tenantID: String

    init(_ scope: CallScope) {
        store = ContentStore(scope)
        // Older than everything else: a guess.
        created = ServiceDate(ticks: 16_000_000_000_000_000)
        tenantID = scope.tenant.id
    }

    /// All, parents before their children; the root is the first.
    ///
    /// - Throws: `DatabaseError`.
    func all() throws -> [PublicFolder] {
        let stored = try store.entries(.publicFolder).map(made)
        // What was set of a root is stored like the rest.
        let roots = [PublicFolder.root, PublicFolder.hiddenRoot].map { path in
            stored.first { $0.key == path.lowercased() } ?? root(path)
        }
        return roots + stored.filter { !$0.isRoot }.sorted { $0.key < $1.key }
    }

    /// The folder of a path or entry id.
    ///
    /// - Throws: ``AdminAPIError`` when there is none.
    func folder(_ identity: String) throws -> PublicFolder {
        // `contoso\\Sales` names the organization first.
        var path = identity
        if let place = identity.firstRange(of: "\\\\"), place.lowerBound != identity.startIndex {
            path = String(identity[identity.index(after: place.lowerBound)...])
        }
        let key = "\\" + path.split(separator: "\\").joined(separator: "\\").lowercased()
        let found = try all().first { folder in
            folder.key == key || folder.entryID == identity.uppercased() || folder.dumpsterID == identity.uppercased()
        }
        guard let found else {
            throw AdminAPIError(
                status: 404,
                code: "NotFound",
                exceptionType: AdminAPIError.notFoundType,
                message: "The public folder \"\(identity)\" couldn't be found.",
                targetType: Self.noun
            )
        }
        return found
    }

    /// The folder that a call is about: the root where it names none.
    func folder(_ call: BoundCall, parameter: String = "Identity") throws -> PublicFolder {
        try folder(call.text(parameter) ?? PublicFolder.root)
    }

    func save(_ folder: PublicFolder, at moment: ServiceDate) throws {
        try store.put(
            .publicFolder,
            key: folder.key,
            [
                "Path": .string(folder.path), "Seed": .string(folder.seed), "Created": folder.created.json,
                "Properties": .object(folder.properties),
            ],
            at: moment
        )
    }

    func remove(_ folder: PublicFolder) throws {
        try store.remove(.publicFolder, key: folder.key)
        for entry in try store.entries(.folderRight, owner: folder.seed) {
            try store.remove(.folderRight, owner: folder.seed, key: entry.key)
        }
    }

    private func root(_ path: String) -> PublicFolder {
        PublicFolder(path: path, created: created, properties: JSONObject(), seed: "\(tenantID)\(path)")
    }

    private func made(_ entry: ContentStore.Entry) -> PublicFolder {
        PublicFolder(
            path: entry.text("Path") ?? entry.key,
            created: entry.text("Created").flatMap { ServiceDate(parsing: $0) } ?? entry.changed,
            properties: entry.value["Properties"]?.objectValue ?? JSONObject(),
            seed: entry.text("Seed") ?? entry.key
        )
    }

    // MARK: Rows

    /// The mailbox that holds the folders: the first one made for that, `nil` before there is one.
    ///
    /// - Throws: `DatabaseError`.
    func mailbox(_ scope: CallScope) throws -> ExchangeObject? {
        var first: ExchangeObject?
        let range = (after: Int64(0), through: Int64.max)
        try scope.objects.forEach(.recipient, types: ["PublicFolderMailbox"], states: [.active], in: range) { object in
            first = object
            return false
        }
        return first
    }

    /// Makes a mailbox for folders where there is none: the service wants one to be made before, an organization here gets it
    /// with its first folder.
    ///
    /// - Throws: ``AdminAPIError``, `DatabaseError`.
    func makeMailbox(_ scope: CallScope) throws {
        guard try mailbox(scope) == nil, let facts = CmdletCatalogue.cmdlet(named: "New-Mailbox") else { return }
        var number = 1
        while try !scope.objects.objects(named: "Mailbox\(number)", of: .recipient, where: { _ in true }).isEmpty {
            number += 1
        }
        let parameters: JSONObject = ["Name": .string("Mailbox\(number)"), "PublicFolder": true]
        _ = try MailboxMaker().run(ParameterBinder.bind(parameters, to: facts), in: scope)
    }

    func row(
        _ folder: PublicFolder,
        in mailbox: ExchangeObject?,
        hasChildren: Bool,
        _ scope: CallScope
    ) -> ObjectRow {
        var row = ObjectShape.of(noun: Self.noun).row(
            folder.path,
            [
                "Identity": .string(folder.path), "Name": .string(folder.name),
                "ParentPath": .string(folder.parentPath), "ParentFolder": .string(folder.parentPath),
                "EntryId": .string(folder.entryID), "DumpsterEntryId": .string(folder.dumpsterID),
                "ContentMailboxGuid": .string(mailbox?.text("ExchangeGuid") ?? Self.nowhere),
                "ContentMailboxName": .string(mailbox?.name ?? ""),
                "HasSubFolders": .bool(hasChildren), "FolderSize": "0",
                "FolderPath": .array(folder.path.split(separator: "\\").map { .string(String($0)) }),
                "FolderType": folder.isRoot ? "Root" : "GenericFolder",
                "OrganizationId": .string(scope.objects.names.organizationID),
            ]
        )
        for member in folder.properties.members { row[member.name] = member.value }
        return row
    }
}
