import ExoJSON

/// Why somebody of a batch does not move.
struct MigrationProblem: Sendable, Equatable {
    /// The service's exception, without its namespace.
    let type: String
    let message: String

    private static let elsewhere = "UserDuplicateInOtherBatchException"

    init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    /// Reads what a batch keeps.
    init?(_ value: JSONValue) {
        guard let type = value["Type"]?.stringValue, let message = value["Message"]?.stringValue else { return nil }
        self.init(type: type, message: message)
    }

    var json: JSONValue { ["Type": .string(type), "Message": .string(message)] }

    /// What `Error` shows.
    var text: String { "\(type): \(message)" }

    /// Whether the person belongs to another batch, and is in this one by name alone.
    var isElsewhere: Bool { type == Self.elsewhere }

    static func missing(_ user: String) -> MigrationProblem {
        MigrationProblem(
            type: "MigrationRecipientNotFoundException",
            message:
                "A recipient wasn't found for \"\(user)\" on the target. Create a recipient of the appropriate type "
                + "for this migration on the target and try again."
        )
    }

    static func wrongType(_ user: String, wanted: String) -> MigrationProblem {
        MigrationProblem(
            type: "MigrationCSVRowValidationException",
            message: "The migration user type for '\(user)' is not correct. Please ensure it has "
                + "RecipientTypeDetails:\(wanted)."
        )
    }

    static func elsewhere(_ user: String, batch: String) -> MigrationProblem {
        MigrationProblem(
            type: elsewhere,
            message: "The user \"\(user)\" is already included in migration batch \"\(batch).\" Please remove the user "
                + "from any other batch and try again."
        )
    }
}

extension MigrationBatch {
    /// Its problems with another one of somebody, in small letters, or with none.
    func problems(with problem: MigrationProblem?, of user: String) -> JSONValue {
        var all = problems
        all[user] = problem
        return Self.byUser(all.mapValues(\.json))
    }

    /// What keeps people of a batch from moving, by address in small letters.
    ///
    /// - Parameters:
    ///   - users: Whom to look at.
    ///   - batch: What the batch says; its name tells it from the others.
    ///   - scope: Where the call runs.
    /// - Returns: One problem for each who has any.
    /// - Throws: `DatabaseError`.
    static func problems(
        of users: [String],
        in batch: JSONObject,
        _ scope: CallScope
    ) throws -> [String: MigrationProblem] {
        let name = batch["Name"]?.stringValue ?? ""
        let others = try MigrationBatches(scope).all().filter { $0.name.lowercased() != name.lowercased() }
        var homes: [String: String] = [:]
        for other in others {
            for user in other.users.map({ $0.lowercased() }) where !other.isElsewhere(user) { homes[user] = other.name }
        }
        let way = MigrationWay(batch)
        var found: [String: MigrationProblem] = [:]
        for user in users {
            let key = user.lowercased()
            let recipient = try scope.objects.recipient(named: user)
            found[key] =
                if let home = homes[key] {
                    .elsewhere(user, batch: home)
                } else if let recipient {
                    way.fits(recipient) ? nil : .wrongType(user, wanted: way.wanted)
                } else {
                    .missing(user)
                }
        }
        return found
    }
}

/// Which way the mailboxes of a batch go.
struct MigrationWay: Sendable {
    /// The parameter, and the type of the batches, by which public folders go into groups of Microsoft 365.
    static let foldersToGroups = "PublicFolderToUnifiedGroup"

    /// Whether whole mailboxes come from elsewhere or go there, so that recipients become what they were not.
    let movesMailboxes: Bool
    let isOutbound: Bool
    private let fillsGroups: Bool

    init(_ batch: JSONObject) {
        let (source, target) = (batch["SourceEndpoint"]?.stringValue, batch["TargetEndpoint"]?.stringValue)
        isOutbound = source == nil && target != nil
        fillsGroups = batch["MigrationType"]?.stringValue == Self.foldersToGroups
        movesMailboxes =
            batch["MigrationType"]?.stringValue ?? "ExchangeRemoteMove" == "ExchangeRemoteMove"
            && (source != nil || target != nil) && batch["ArchiveOnly"] != true
    }

    var direction: String { isOutbound ? "Offboarding" : "Onboarding" }

    /// The type of who can move.
    var wanted: String {
        if fillsGroups { return RecipientTypes.groupMailbox }
        return isOutbound ? "UserMailbox" : "MailUser"
    }

    func fits(_ recipient: ExchangeObject) -> Bool {
        if fillsGroups { return recipient.typeDetails == wanted }
        guard movesMailboxes else { return true }
        return isOutbound
            ? RecipientTypes.mailboxes.contains(recipient.typeDetails) : recipient.typeDetails == wanted
    }
}
