import EmulatorCore
import ExoJSON

/// What somebody was called, and was, until a moment: what the logs said before that stays as it was.
struct FormerIdentity: Sendable, Equatable {
    /// It was so before this moment, back to the end of what was before it.
    let until: ServiceDate
    let login: String
    let address: String
    let isUser: Bool
    /// Whether there was no mailbox of which logs tell.
    let isAbsent: Bool

    /// The property that keeps them, the oldest first.
    static let property = "FormerIdentities"
    /// Of what mailboxes logs tell.
    static let mailboxes: Set = ["UserMailbox", "SharedMailbox"]

    /// What a recipient is now.
    private init(_ object: ExchangeObject, until moment: ServiceDate, isAbsent: Bool) {
        until = moment
        address = Self.address(of: object) ?? ""
        login = object.text("UserPrincipalName") ?? address
        isUser = object.typeDetails == "UserMailbox"
        self.isAbsent = isAbsent
    }

    private init?(_ value: JSONValue) {
        guard let until = value["Until"]?.stringValue.flatMap({ ServiceDate(parsing: $0) }),
            let login = value["Login"]?.stringValue, let address = value["Address"]?.stringValue
        else { return nil }
        self.until = until
        self.login = login
        self.address = address
        isUser = value["IsUser"] == true
        isAbsent = value["IsAbsent"] == true
    }

    private var json: JSONValue {
        [
            "Until": until.json, "Login": .string(login), "Address": .string(address), "IsUser": .bool(isUser),
            "IsAbsent": .bool(isAbsent),
        ]
    }

    /// What a recipient was, the oldest first.
    static func all(of object: ExchangeObject) -> [FormerIdentity] {
        (object.properties[property]?.arrayValue ?? []).compactMap { FormerIdentity($0) }
    }

    /// The address of a recipient, or that of the mailbox it was.
    static func address(of object: ExchangeObject) -> String? {
        object.primaryAddress ?? all(of: object).last { !$0.isAbsent }?.address
    }

    /// Whether logs tell of a recipient, for what it is or for what it was.
    static func tells(of object: ExchangeObject) -> Bool {
        mailboxes.contains(object.typeDetails) || isAllThatTells(of: object)
    }

    /// Whether logs tell of a recipient for nothing but what it was.
    static func isAllThatTells(of object: ExchangeObject) -> Bool {
        !mailboxes.contains(object.typeDetails) && object.properties[property] != nil
    }

    /// When a mailbox went, `nil` while it is there.
    static func end(of mailbox: ExchangeObject) -> ServiceDate? {
        guard mailbox.state != .active else { return nil }
        return mailbox.text("WhenSoftDeleted").flatMap { ServiceDate(parsing: $0) } ?? mailbox.changed
    }

    /// Keeps what a recipient was before it became another: how its mailbox was called, and that there was none.
    static func keep(of before: ExchangeObject, in object: inout ExchangeObject) {
        guard before.objectClass == .recipient else { return }
        // Who changes an object may not know what was kept since it was read.
        object.properties[property] = before.properties[property]
        let (wasMailbox, isMailbox) = (mailboxes.contains(before.typeDetails), mailboxes.contains(object.typeDetails))
        guard wasMailbox || isMailbox else { return }
        let now = object.changed
        func identity(_ object: ExchangeObject, _ isMailbox: Bool) -> FormerIdentity {
            FormerIdentity(object, until: now, isAbsent: !isMailbox || object.state != .active)
        }
        let (was, becomes) = (identity(before, wasMailbox), identity(object, isMailbox))
        guard was != becomes else { return }
        let known = all(of: before)
        var kept = known
        func add(_ former: FormerIdentity) {
            if kept.last.map({ $0.until < former.until }) ?? true { kept.append(former) }
        }
        if wasMailbox, before.primaryAddress != nil {
            add(FormerIdentity(before, until: end(of: before) ?? now, isAbsent: false))
        }
        if was.isAbsent, !becomes.isAbsent { add(was) }
        guard kept != known else { return }
        // No log goes further back.
        let oldest = now.adding(days: -AuditHistory.days)
        object.properties[property] = .array(kept.filter { oldest <= $0.until }.map(\.json))
    }
}
