import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Rights of one on the mailbox or recipient of another.
struct PermissionNoun: Sendable {
    let view: NounView
    /// Whose rights may be given.
    let subject: NounView
    /// The parameter, and the property, that names who has them.
    let trustee: String
    /// The property that shows the trustee's security identifier.
    let trusteeSID: String
    /// What every recipient grants itself, `nil` for nothing.
    let own: [String]?
    /// Whether everybody's rights are told to who names nobody.
    let listsAll: Bool

    static let mailbox = PermissionNoun(
        view: .relation("MailboxPermission"),
        subject: .mailbox,
        trustee: "User",
        trusteeSID: "UserSid",
        own: ["FullAccess", "ReadPermission"],
        listsAll: false
    )
    static let recipient = PermissionNoun(
        view: .relation("RecipientPermission"),
        subject: .recipient,
        trustee: "Trustee",
        trusteeSID: "TrusteeSidString",
        own: ["SendAs"],
        listsAll: true
    )

    /// The account that stands for the recipient itself.
    static let selfName = "NT AUTHORITY\\SELF"
    /// What Get-MailboxPermission -Owner shows.
    static let ownerNoun = "MailboxOwner"
    /// Where a mailbox keeps the GUID of its owner, which it shows through Get-MailboxPermission alone.
    static let owner = "PermissionOwner"
    private static let selfSID = "S-1-5-10"
    static let trustees = RecipientTypes.users.union(RecipientTypes.groups)

    /// Whom a call is about.
    ///
    /// - Throws: ``AdminAPIError`` when an identity names nobody or several.
    func subject(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        guard let identity = call.text("Identity") else { throw AdminAPIError.missingParameters(["Identity"]) }
        let states: Set<ExchangeObject.State> =
            call.isOn("SoftDeletedMailbox") ? [.softDeleted, .inactive] : [.active]
        return try scope.object(named: identity, in: subject, types: types(of: call), states: states)
    }

    /// What a call may name: rights on a mailbox of elsewhere are those on its mail user, and groups want a switch.
    private func types(of call: BoundCall) -> Set<String>? {
        guard view.noun == "MailboxPermission", let types = subject.types else { return nil }
        return types.union(["MailUser"] + (call.isOn("GroupMailbox") ? [RecipientTypes.groupMailbox] : []))
    }

    /// How entries call an account: by its sign-in name, a group by its name, an application by its id.
    ///
    /// - Parameters:
    ///   - identity: Any of its names.
    ///   - isGiven: Whether it is given rights, which not everything can have.
    ///   - scope: Where it is looked for.
    /// - Returns: The name, and its security identifier.
    /// - Throws: ``AdminAPIError``.
    func trusteeName(
        _ identity: String,
        isGiven: Bool = false,
        _ scope: CallScope
    ) throws -> (name: String, sid: String) {
        if identity.lowercased() == Self.selfName.lowercased() { return (Self.selfName, Self.selfSID) }
        let object: ExchangeObject
        do {
            object = try scope.object(named: identity, in: .recipient, types: Self.trustees)
        } catch let error as AdminAPIError where error.exceptionType == AdminAPIError.notFoundType {
            let applications = ServicePrincipalNoun(scope: scope)
            guard try !applications.objects(named: identity).isEmpty else { throw error }
            let application = try applications.object(named: identity)
            // An application is shown by its number.
            return (application.name, application.text("Sid") ?? Self.sid(of: application))
        }
        guard !isGiven || !RecipientTypes.mailOnly.contains(object.typeDetails) else {
            throw AdminAPIError.recipientTask(
                "The recipient \"\(object.name)\" isn't a security principal: rights are given to users and to mail-enabled "
                    + "security groups."
            )
        }
        return (object.text("UserPrincipalName") ?? object.name, Self.sid(of: object))
    }

    /// The entries of a subject, its own first.
    func entries(of subject: ExchangeObject, _ scope: CallScope) throws -> [ExchangeObject] {
        let stored = try scope.objects.objects(ownedBy: subject, view.objectClass)
        guard let own, !stored.contains(where: { $0.name == Self.selfName }) else { return stored }
        return try scope.context.store.write { _ in
            // Somebody else may have been faster.
            let stored = try scope.objects.objects(ownedBy: subject, view.objectClass)
            guard !stored.contains(where: { $0.name == Self.selfName }) else { return stored }
            let entry = entry(of: subject, for: (Self.selfName, Self.selfSID), rights: own, scope)
            return stored + [try scope.objects.insert(entry)]
        }
    }

    /// Some entries of a subject with its own before them, which needs not be stored.
    func withOwn(_ stored: [ExchangeObject], of subject: ExchangeObject, _ scope: CallScope) -> [ExchangeObject] {
        guard let own, !stored.contains(where: { $0.name == Self.selfName }) else { return stored }
        return [entry(of: subject, for: (Self.selfName, Self.selfSID), rights: own, scope)] + stored
    }

    /// Shows entries of a subject, with the address of who has them; of who is gone the number of the account.
    func builder(of subject: ExchangeObject, _ objects: ObjectStore) -> RowBuilder {
        let (trustee, identifier) = (trustee, trusteeSID)
        return RowBuilder(view: view, names: objects.names, owner: subject) { entry in
            guard entry.name != Self.selfName else { return [:] }
            let found = try objects.objects(named: entry.name, of: .recipient) { $0.state == .active }
            guard let account = found.first else {
                return [.init(trustee): entry.properties[.init(identifier)] ?? .null]
            }
            // The noun of mailboxes shows none.
            return ["PrimarySmtpAddress": .string(account.primaryAddress ?? "")]
        }
    }

    /// An entry that is not stored yet.
    func entry(
        of subject: ExchangeObject,
        for account: (name: String, sid: String),
        rights: [String],
        _ scope: CallScope,
        isDenial: Bool = false
    ) -> ExchangeObject {
        entry(of: subject, for: account, rights: rights, at: scope.now, isDenial: isDenial)
    }

    /// An entry that is made at a moment.
    func entry(
        of subject: ExchangeObject,
        for account: (name: String, sid: String),
        rights: [String],
        at moment: ServiceDate,
        isDenial: Bool = false
    ) -> ExchangeObject {
        var object = ExchangeObject(
            tenantID: subject.tenantID,
            objectClass: view.objectClass,
            guid: SeedIdentifier.make(
                view.noun,
                subject.tenantID,
                subject.guid,
                account.name.lowercased() + (isDenial ? "\ndeny" : "")
            ),
            name: account.name,
            created: moment,
            changed: moment
        )
        object.owner = subject.guid
        object.properties = [
            "AccessRights": .array(rights.map { .string($0) }),
            .init(trustee): .string(account.name),
            .init(trusteeSID): .string(account.sid),
            "AccessControlType": "Allow",
            "InheritanceType": view.noun == "MailboxPermission" ? "All" : "None",
        ]
        return object
    }

    /// A security identifier that an account keeps.
    private static func sid(of object: ExchangeObject) -> String { sid(ofGUID: object.guid) }

    /// The security identifier of the account of the object with a GUID.
    static func sid(ofGUID guid: String) -> String {
        let digits = StableIdentifier.digits("sid", guid)
        let number = Int(digits.prefix(7), radix: 16) ?? 1000
        return "S-1-5-21-1004336348-1177238915-682003330-\(number)"
    }
}
