import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get- of rights in folders.
struct FolderPermissionReader: CmdletHandler {
    let noun: FolderPermissionNoun

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let access = try noun.access(call, scope)
        let all = try access.entries()
        let limit = try ResultSize.given(in: call)
        let skipped = try call.count("SkipCount") ?? 0
        guard let name = call.text("User") else {
            return .rows(noun.noun, scope, limit: limit) { all.dropFirst(skipped).map(access.row) }
        }
        let user = try FolderUser(named: name, noun: noun.noun, scope)
        guard let entry = all.first(where: { $0.user.key == user.key }) else { throw access.missing(user) }
        return .row(noun.noun, scope, access.row(entry))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "User", "ResultSize", "SkipCount", "GroupMailbox", "UseCustomRouting"],
            shape: nil
        )
    }
}

/// Add-, Set- and Remove- of rights in folders.
struct FolderPermissionWriter: CmdletHandler {
    enum Change: Sendable {
        case add, set, remove
    }

    let noun: FolderPermissionNoun
    let change: Change

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let access = try noun.access(call, scope)
            let all = try access.entries()
            if call.isOn("ResetDelegateUserCollection") { return try reset(access, all, call) }
            let user = try FolderUser(named: call.text("User") ?? "", noun: noun.noun, scope)
            let stored = all.first { $0.user.key == user.key }
            switch change {
            case .add:
                let isImplied = stored.map { $0.given == nil } ?? false
                guard stored == nil || noun.addsToImplied && isImplied else { throw access.existing(user) }
                guard !user.isForMailAlone else {
                    throw AdminAPIError(
                        exceptionType: "Microsoft.Exchange.Management.StoreTasks.InvalidInternalUserIdException",
                        message: "The user \"\(user.displayName)\" isn't a valid security principal.",
                        targetType: noun.noun
                    )
                }
                return try write(.init(user: user, rights: FolderRights([])), access, call, scope)
            case .set:
                guard let stored else { throw access.missing(user) }
                return try write(stored, access, call, scope)
            case .remove:
                guard let stored else { throw access.missing(user) }
                let isGiven = noun.addsToImplied && stored.given != nil
                guard !["Default", "Anonymous"].contains(user.type) || isGiven else {
                    throw AdminAPIError(
                        exceptionType: "Microsoft.Exchange.Management.StoreTasks.CannotRemoveSpecialUserException",
                        message: "The permission of the user \"\(user.displayName)\" can't be removed.",
                        targetType: noun.noun
                    )
                }
                if call.isQuestion {
                    return .confirmation(
                        "Removing \(noun.words) on \"\(access.title)\" for user \"\(user.displayName)\"."
                    )
                }
                try access.remove(stored, toImplied: isGiven)
                return .done(warnings: [])
            }
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "User", "AccessRights", "SharingPermissionFlags", "ResetDelegateUserCollection", "Confirm",
                "WhatIf", "Force", FolderAccess.notice,
            ],
            shape: nil
        )
    }

    private func write(
        _ stored: FolderAccess.Entry,
        _ access: FolderAccess,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> CmdletOutput {
        var entry = stored
        entry.rights = try access.rights(call)
        try access.checkNotice(call, entry.rights)
        // Whoever says whether the user is told says what the user is too.
        let keeps = entry.rights == stored.rights && call[FolderAccess.notice] == nil
        entry.flags = try access.flags(call, entry.rights) ?? (keeps ? stored.flags : [])
        if call.isQuestion {
            let rights = entry.rights.names.map { "'\($0)'" }.joined(separator: ", ")
            return .confirmation(
                "\(change == .add ? "Adding" : "Setting") \(noun.words) on \"\(access.title)\" for user "
                    + "\"\(entry.user.displayName)\" with accessright \"\(rights)\"."
            )
        }
        try access.save(entry)
        guard change == .add else { return .done(warnings: []) }
        return .row(noun.noun, scope, access.row(entry))
    }

    /// Takes away what delegates are told apart by.
    private func reset(
        _ access: FolderAccess,
        _ all: [FolderAccess.Entry],
        _ call: BoundCall
    ) throws -> CmdletOutput {
        if call.isQuestion { return .confirmation("Resetting the delegates of \"\(access.title)\".") }
        for var entry in all where !entry.flags.isEmpty {
            entry.flags = []
            try access.save(entry)
        }
        return .done(warnings: [])
    }
}

/// Rights in the folders of mailboxes, or in public folders.
struct FolderPermissionNoun: Sendable {
    let noun: String
    /// How questions name it.
    let words: String
    /// Whether Add- gives everybody, and who is not known, other rights than those that nobody gave them, and Remove- takes
    /// those back; public folders have no Set-.
    let addsToImplied: Bool
    private let find: @Sendable (BoundCall, CallScope) throws -> FolderAccess

    init(
        noun: String,
        words: String,
        addsToImplied: Bool = false,
        find: @escaping @Sendable (BoundCall, CallScope) throws -> FolderAccess
    ) {
        self.noun = noun
        self.words = words
        self.addsToImplied = addsToImplied
        self.find = find
    }

    /// The rights in the folder that a call names.
    ///
    /// - Throws: ``AdminAPIError`` when there is no such folder.
    func access(_ call: BoundCall, _ scope: CallScope) throws -> FolderAccess { try find(call, scope) }

    static let mailbox = FolderPermissionNoun(noun: "MailboxFolderPermission", words: "mailbox folder permission") {
        FolderAccess(try FolderReference($0, $1), noun: "MailboxFolderPermission", $1)
    }
}
