import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Who may do what in one folder of a mailbox, or in a public folder.
struct FolderAccess: Sendable {
    /// What one has.
    struct Entry: Sendable {
        var user: FolderUser
        var rights: FolderRights
        /// `Delegate`, `CanViewPrivateItems`.
        var flags: [String] = []
        /// When it was given, `nil` for what was always there.
        var given: ServiceDate?
    }

    /// The parameter that says whether a user of a calendar gets an invitation.
    static let notice = "SendNotificationToUser"

    let noun: String
    let owner: String
    /// The folder's path.
    let folder: String
    let folderName: String
    /// The path as people see it, with backslashes.
    let folderPath: String
    /// How texts call the folder.
    let title: String
    let isCalendar: Bool
    /// What everybody, and who is not known, may do as long as nobody says otherwise.
    let defaults: [(key: String, rights: [String])]
    let scope: CallScope

    private var store: ContentStore { ContentStore(scope) }

    init(_ reference: FolderReference, noun: String, _ scope: CallScope) {
        let isCalendar = reference.folder.containerClass.hasPrefix("IPF.Appointment")
        self.init(
            noun: noun,
            owner: reference.content.seed,
            folder: reference.folder.path,
            folderName: reference.folder.name,
            folderPath: reference.folder.backslashed,
            title: reference.title,
            isCalendar: isCalendar,
            defaults: [("default", isCalendar ? ["AvailabilityOnly"] : ["None"]), ("anonymous", ["None"])],
            scope
        )
    }

    init(
        noun: String,
        owner: String,
        folder: String,
        folderName: String,
        folderPath: String? = nil,
        title: String,
        isCalendar: Bool,
        defaults: [(key: String, rights: [String])],
        _ scope: CallScope
    ) {
        self.noun = noun
        self.owner = owner
        self.folder = folder
        self.folderName = folderName
        self.folderPath =
            folderPath ?? folder.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\")
        self.title = title
        self.isCalendar = isCalendar
        self.defaults = defaults
        self.scope = scope
    }

    private var prefix: String { folder.lowercased() + "\n" }

    /// The entries, those of everybody first.
    ///
    /// - Throws: `DatabaseError`.
    func entries() throws -> [Entry] {
        let stored = try store.entries(.folderRight, owner: owner).filter { $0.key.hasPrefix(prefix) }
        func entry(_ key: String, _ value: JSONObject, given: ServiceDate? = nil) throws -> Entry {
            func texts(_ name: String) -> [String] { value[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
            return Entry(
                user: try FolderUser(key: key, scope),
                rights: FolderRights(texts("Rights")),
                flags: texts("Flags"),
                given: given
            )
        }
        var all: [Entry] = []
        for (key, rights) in defaults where !stored.contains(where: { $0.key == prefix + key }) {
            all.append(try entry(key, ["Rights": .array(rights.map { .string($0) })]))
        }
        let rest = try stored.sorted { ($0.changed, $0.key) < ($1.changed, $1.key) }.map { stored in
            try entry(String(stored.key.dropFirst(prefix.count)), stored.value, given: stored.changed)
        }
        let order = defaults.map(\.key)
        func place(_ entry: Entry) -> Int { order.firstIndex(of: entry.user.key) ?? order.count }
        return (all + rest).enumerated().sorted { left, right in
            (place(left.element), left.offset) < (place(right.element), right.offset)
        }.map(\.element)
    }

    /// The entries of those who are named and may do something.
    ///
    /// - Throws: `DatabaseError`.
    func sharedWith() throws -> [Entry] {
        let nothing = FolderRights(["None"])
        return try entries().filter { entry in
            !defaults.contains { $0.key == entry.user.key } && entry.rights != nothing
        }
    }

    func save(_ entry: Entry) throws {
        try store.put(
            .folderRight,
            owner: owner,
            key: prefix + entry.user.key,
            [
                "Rights": .array(entry.rights.names.map { .string($0) }),
                "Flags": .array(entry.flags.map { .string($0) }),
            ],
            at: scope.now
        )
    }

    /// Takes an entry away.
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - toImplied: Whether everybody may then do again what nobody says otherwise, and not nothing.
    /// - Throws: `DatabaseError`.
    func remove(_ entry: Entry, toImplied: Bool = false) throws {
        guard !toImplied, defaults.contains(where: { $0.key == entry.user.key }) else {
            return try store.remove(.folderRight, owner: owner, key: prefix + entry.user.key)
        }
        try save(Entry(user: entry.user, rights: FolderRights(["None"])))
    }

    func row(_ entry: Entry) -> ObjectRow {
        ObjectShape.of(noun: noun).row(
            entry.user.displayName,
            [
                "Identity": .string(title), "FolderName": .string(folderName),
                "FolderPath": .string(folderPath),
                "User": entry.user.value,
                "AccessRights": .array(entry.rights.names.map { .string($0) }),
                "SharingPermissionFlags": entry.flags.isEmpty ? .null : .string(entry.flags.joined(separator: ", ")),
            ]
        )
    }

    // MARK: What calls say

    /// The rights of a call.
    ///
    /// - Throws: ``AdminAPIError`` for rights that do not go together or that only a calendar has.
    func rights(_ call: BoundCall) throws -> FolderRights {
        let names = call.texts("AccessRights") ?? []
        let rights = FolderRights(names)
        let hasNone = names.contains { $0.lowercased() == "none" }
        guard !(hasNone && names.count > 1), !rights.needCalendar || isCalendar && names.count == 1 else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Management.StoreTasks.InvalidMailboxFolderPermissionException",
                message:
                    "The access rights \"\(names.joined(separator: ", "))\" aren't valid on the folder \"\(title)\".",
                targetType: noun
            )
        }
        return rights
    }

    /// The flags of a call, `nil` where it names none.
    ///
    /// - Throws: ``AdminAPIError`` for flags beside other rights than an editor's of a calendar.
    func flags(_ call: BoundCall, _ rights: FolderRights) throws -> [String]? {
        guard let given = call.texts("SharingPermissionFlags") else { return nil }
        var flags = given.flatMap { $0.split(separator: ",") }.map(\.trimmingBlanks).filter { $0 != "None" }
        guard !flags.isEmpty else { return [] }
        guard isCalendar, rights == FolderRights(["Editor"]) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Management.StoreTasks.InvalidMailboxFolderPermissionException",
                message: "The SharingPermissionFlags parameter can only be used on calendar folders when the "
                    + "AccessRights parameter value is Editor.",
                targetType: noun
            )
        }
        // Who sees private items is a delegate.
        if !flags.contains("Delegate") { flags.insert("Delegate", at: 0) }
        return flags
    }

    /// Holds whether a user is told of rights to calendars, and to rights that one is told of; the words are a guess.
    ///
    /// - Throws: ``AdminAPIError``.
    func checkNotice(_ call: BoundCall, _ rights: FolderRights) throws {
        let told = ["AvailabilityOnly", "LimitedDetails", "Reviewer", "Editor"]
        guard call[Self.notice] != nil, !isCalendar || !told.contains(where: { rights == FolderRights([$0]) }) else {
            return
        }
        throw AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.StoreTasks.InvalidMailboxFolderPermissionException",
            message: "The \(Self.notice) parameter can only be used on calendar folders when the AccessRights "
                + "parameter value is one of \(told.joined(separator: ", ")).",
            targetType: noun
        )
    }

    func missing(_ user: FolderUser) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.StoreTasks.UserNotFoundInPermissionEntryException",
            message: "There is no existing permission entry found for user: \(user.displayName).",
            targetType: noun
        )
    }

    func existing(_ user: FolderUser) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.StoreTasks.UserAlreadyExistsInPermissionEntryException",
            message: "An existing permission entry was found for user: \(user.displayName).",
            targetType: noun
        )
    }
}
