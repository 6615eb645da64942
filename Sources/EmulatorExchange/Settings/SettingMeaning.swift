import EmulatorCore
import ExoJSON

/// What single nouns of settings mean beyond their properties; the words of the refusals are guesses.
enum SettingMeaning {
    /// Puts what follows from switches of a call into a new object.
    static func begin(_ draft: inout ObjectDraft, _ call: BoundCall, of noun: SettingNoun) {
        guard noun.noun == "MigrationEndpoint" else { return }
        let kinds = ["IMAP", "ExchangeRemoteMove", "ExchangeOutlookAnywhere", "PSTImport", "PublicFolder", "Gmail"]
        draft.store("EndpointType", .string(kinds.first { call.isOn($0) } ?? "ExchangeRemoteMove"))
    }

    /// Refuses an object that cannot be.
    ///
    /// - Throws: ``AdminAPIError``.
    static func check(
        _ draft: ObjectDraft,
        _ call: BoundCall,
        of noun: SettingNoun,
        owner: ExchangeObject?,
        _ scope: CallScope
    ) throws {
        try RuleWords.checkAction(of: draft.object, call, noun: noun.noun)
        try SettingReferences.checkUnique(draft.object, of: noun, scope)
        switch noun.noun {
        case "InboxRule":
            for parameter in ["MoveToFolder", "CopyToFolder"] where draft.changes(parameter) {
                guard let folder = draft.object.text(parameter), !folder.isEmpty else { continue }
                // A colon without a backslash behind it is a part of the name.
                let isWhole = folder.contains(":\\") && !folder.hasPrefix(":")
                let place = isWhole ? folder : "\(owner?.guid ?? ""):\(folder.drop { $0 == ":" })"
                _ = try FolderReference(place, noun: "MailboxFolder", scope)
            }
        case "OutboundConnector":
            guard draft.value("UseMXRecord") == false, draft.texts("SmartHosts").isEmpty else { return }
            throw AdminAPIError.invalidOperation("SmartHosts must be specified when UseMXRecord is $false.")
        case "RemoteDomain":
            let domain = draft.object.text("DomainName")?.lowercased()
            let others = try scope.objects.objects(of: noun.objectClass)
            guard
                others.contains(where: { $0.guid != draft.object.guid && $0.text("DomainName")?.lowercased() == domain }
                )
            else { return }
            throw AdminAPIError.alreadyThere(draft.object.text("DomainName") ?? "", noun: noun.noun)
        case "RetentionPolicyTag":
            guard draft.object.text("RetentionAction") == "MoveToArchive",
                !["All", "Personal", "RecoverableItems"].contains(draft.object.text("Type") ?? "Personal")
            else { return }
            throw AdminAPIError.invalidOperation(
                "The retention action MoveToArchive isn't valid for a tag of the type \(draft.object.text("Type") ?? "")."
            )
        default: break
        }
    }

    /// Refuses settings of a recipient that cannot be.
    ///
    /// - Throws: ``AdminAPIError``.
    static func check(_ draft: ObjectDraft, _ call: BoundCall, of noun: String) throws {
        guard noun == "MailboxAutoReplyConfiguration", draft.object.text("AutoReplyState") == "Scheduled",
            let start = draft.object.text("StartTime").flatMap({ ServiceDate(parsing: $0) }),
            let end = draft.object.text("EndTime").flatMap({ ServiceDate(parsing: $0) }), end <= start
        else { return }
        throw AdminAPIError.invalidOperation("The start time of automatic replies must be before their end time.")
    }

    /// Refuses to take away what has to stay.
    ///
    /// - Throws: ``AdminAPIError``.
    static func checkRemoval(of object: ExchangeObject, _ noun: SettingNoun, _ scope: CallScope) throws {
        let isDefault =
            object.properties["IsDefault"] == true || noun.noun == "RemoteDomain" && object.name == "Default"
        guard !isDefault else {
            throw AdminAPIError.invalidOperation("The default \(noun.words) \"\(object.name)\" can't be removed.")
        }
        try SettingReferences.checkUnused(object, of: noun, scope)
    }
}
