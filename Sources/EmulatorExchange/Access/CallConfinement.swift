import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Keeps a call to what its caller may do: to the parameters, and to the recipients that the caller's assignments are
/// over.
struct CallConfinement {
    let scope: CallScope
    let access: CallerAccess
    let permission: CmdletPermission

    private var checks: ScopeCheck { ScopeCheck(scope: scope, snapshot: access.snapshot) }

    /// Runs a call within the bounds.
    ///
    /// - Throws: ``AdminAPIError`` for what lies outside, and what the cmdlet throws.
    func run(_ call: BoundCall, by handler: any CmdletHandler) throws -> CmdletOutput {
        let isReading = CmdletPermission.isReading(call.facts)
        let isBounded = !permission.isFull(for: call.facts) || !isReading && !access.snapshot.exclusiveScopes.isEmpty
        guard isBounded else { return try handler.run(call, in: scope) }
        let names = call.parameters.map(\.name)
        let held = permission.holding(names)
        guard !held.grants.isEmpty else {
            // Who may not change somebody at all is told so, whatever was to be changed.
            _ = try confined(call, isReading: isReading)
            let refused = permission.refused(names)
            throw scope.service == .securityCompliance
                ? AdminAPIError.foreignParameter(refused.first ?? "") : .unknownParameters(refused)
        }
        return try CallConfinement(scope: scope, access: access, permission: held)
            .runHeld(call, by: handler, isReading: isReading)
    }

    /// Runs a call all of whose parameters each grant has.
    private func runHeld(_ call: BoundCall, by handler: any CmdletHandler, isReading: Bool) throws -> CmdletOutput {
        let (call, object) = try confined(call, isReading: isReading)
        guard !isReading else { return try handler.run(call, in: scope) }
        guard !call.isQuestion else {
            try checkJob(call)
            return try handler.run(call, in: scope)
        }
        // What was made or changed has to lie within the bounds too, else nothing was.
        return try scope.context.store.write { _ in
            try checkJob(call)
            let output = try handler.run(call, in: scope)
            var changed = try object.map { try scope.objects.objects(at: [$0.sequence]) } ?? []
            if ["New", "Undo"].contains(call.facts.verb), case .listing(let listing) = output {
                changed += try made(listing)
            }
            for object in changed where object.objectClass == .recipient && object.state == .active {
                try require(object, call, isReading: false)
            }
            return output
        }
    }

    /// The objects that a cmdlet made.
    private func made(_ listing: ObjectListing) throws -> [ExchangeObject] {
        switch listing.source {
        case .sequences(let find): try scope.objects.objects(at: try find())
        case .objects(let find): try find()
        case .scan, .rows, .each: []
        }
    }

    /// Holds the recipients of a job to the bounds.
    private func checkJob(_ call: BoundCall) throws {
        for object in try JobRecipients.all(call, in: scope) { try require(object, call, isReading: false) }
    }

    private func named(_ identity: String) throws -> [ExchangeObject] {
        try scope.objects.objects(named: identity, of: .recipient) { $0.state == .active }
    }

    /// The call with the caller's own things where it names nobody, and whom it is about.
    private func confined(_ call: BoundCall, isReading: Bool) throws -> (BoundCall, ExchangeObject?) {
        let reaches = permission.reaches(isReading: isReading)
        if isReading, reaches.contains(.organization) || reaches.contains(.addressLists) { return (call, nil) }
        guard let target = CallTarget(call) else {
            if isReading || permission.writesConfiguration || reaches.contains(.ownedGroups) {
                return (call, nil)
            }
            // Who may change the mailboxes of a hold may change the hold.
            if call.facts.noun == InPlaceHold.noun.noun { return (call, nil) }
            throw Self.outOfScope(call.text("Identity") ?? call.facts.noun)
        }
        if call.facts.noun == RecoverableItemsHandler.noun {
            return (try confinedMailboxes(call, isReading: isReading), nil)
        }
        guard let identity = try owner(ofDevice: call) ?? target.identity else {
            guard reaches == [.own] else { return (call, nil) }
            let own = try scope.ownMailbox()
            var call = call
            // A folder's path without a mailbox is the own mailbox's.
            if call.text(target.parameter) == nil {
                call.parameters.append((target.parameter, .value(.string(own.guid))))
            }
            return (call, own)
        }
        let found = try named(identity)
        guard found.count == 1, let object = found.first else {
            guard reaches.contains(.organization) else { throw AdminAPIError.notFound(identity, noun: call.facts.noun) }
            // Whom nobody knows, the cmdlet itself refuses; of several it may take the one that is of its kind.
            for object in found { try require(object, call, isReading: isReading) }
            return (call, nil)
        }
        if !isReading, call.facts.noun == "DistributionGroupMember", reaches.contains(.addressLists) {
            let owned = try reaches.contains { try $0 != .addressLists && checks.contains(object, in: $0) }
            if !owned { return (try joining(call, object), nil) }
        }
        try require(object, call, isReading: isReading)
        // The cmdlet is to find the very object that was looked at, whatever else is called the same.
        var call = call
        if let place = call.parameters.firstIndex(where: { $0.name == target.parameter }),
            call.text(target.parameter) == identity
        {
            call.parameters[place].value = .value(.string(object.guid))
        }
        return (call, object)
    }

    /// The call with the mailboxes of its list by their ids, each of which lies within the bounds, be it in use or not.
    private func confinedMailboxes(_ call: BoundCall, isReading: Bool) throws -> BoundCall {
        let mailboxes = try RecoverableItemsHandler.mailboxes(call, scope)
        for mailbox in mailboxes { try require(mailbox, call, isReading: isReading) }
        var call = call
        if let place = call.parameters.firstIndex(where: { $0.name == "Identity" }) {
            call.parameters[place].value = .value(.array(mailboxes.map { .string($0.guid) }))
        }
        return call
    }

    /// Whose device a call names, `nil` where it names none; a device's name says nothing of its owner.
    private func owner(ofDevice call: BoundCall) throws -> String? {
        guard call.text("Identity") != nil, let identity = call.facts.parameter(named: "Identity"),
            CallTarget.devices.contains(identity.type)
        else { return nil }
        return try MobileDevices.device(call, scope).owner.guid
    }

    private func require(_ object: ExchangeObject, _ call: BoundCall, isReading: Bool) throws {
        let reaches = permission.reaches(isReading: isReading)
        let title = scope.objects.names.title(of: object)
        guard try reaches.contains(where: { try checks.contains(object, in: $0) }) else {
            // What is not read is not there; who has a cmdlet for what is the own has it for nothing else.
            if isReading { throw AdminAPIError.notFound(call.text("Identity") ?? object.name, noun: call.facts.noun) }
            throw reaches.isSubset(of: [.own]) ? AdminAPIError.notAllowed(call.facts.name) : Self.outOfScope(title)
        }
        guard !isReading else { return }
        for name in access.snapshot.exclusiveScopes.sorted() where !reaches.contains(.exclusive(name: name)) {
            guard try !checks.contains(object, in: .exclusive(name: name)) else { throw Self.outOfScope(title) }
        }
    }

    /// A call by which somebody joins or leaves a group, which the group has to allow.
    private func joining(_ call: BoundCall, _ group: ExchangeObject) throws -> BoundCall {
        let own = try scope.ownMailbox()
        var call = call
        if let member = call.text("Member") {
            let named = try scope.object(named: member, in: .recipient)
            guard named.guid == own.guid else { throw Self.outOfScope(scope.objects.names.title(of: group)) }
        } else {
            call.parameters.append(("Member", .value(.string(own.guid))))
        }
        let isLeaving = call.facts.verb == "Remove"
        let restriction =
            isLeaving
            ? group.text("MemberDepartRestriction") ?? "Open" : group.text("MemberJoinRestriction") ?? "Closed"
        guard restriction == "Open" else {
            throw AdminAPIError.recipientTask(
                "You can't \(isLeaving ? "leave" : "join") the group \"\(group.name)\": it's \(restriction).",
                targetType: "DistributionGroup"
            )
        }
        return call
    }

    /// The refusal of a change to what the caller's assignments are not over.
    static func outOfScope(_ title: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "System.InvalidOperationException",
            message:
                "The operation on \"\(title)\" failed because it's out of the current user's write scope. '\(title)' "
                + "isn't within your current write scopes. Can't perform save operation."
        )
    }
}
