import EmulatorCore

/// What the directory's audit log is told, in the transaction of the change.
extension Administration {
    /// Tells of a change whose origin is known: what Exchange changes by its cmdlets is in its own log.
    func tell(
        _ operation: DirectoryEvent.Operation,
        on target: DirectoryEvent.Target,
        changes: [DirectoryEvent.Change] = []
    ) throws {
        guard let origin else { return }
        try directory.follower?.happened(
            DirectoryEvent(operation, in: tenantID, at: now, by: origin, on: target, changes: changes)
        )
    }

    /// Tells what another state of somebody means.
    func tell(_ user: UserRecord, was before: UserRecord) throws {
        guard let origin else { return }
        let target = DirectoryEvent.Target(user)
        if user.passwordHash != before.passwordHash {
            try tell(origin.actorID == user.id ? .changePassword : .resetPassword, on: target)
        }
        let licences = try (Licences.assigned(to: before), Licences.assigned(to: user))
        if licences.0 != licences.1 {
            let change = DirectoryEvent.Change(
                "AssignedLicense",
                from: licences.0.map(Self.text),
                to: licences.1.map(Self.text)
            )
            try tell(.changeLicence, on: target, changes: [change])
        }
        let changes = try UserChanges.between(before, user)
        if !changes.isEmpty { try tell(.updateUser, on: target, changes: changes) }
        if user.accountEnabled != before.accountEnabled {
            try tell(user.accountEnabled ? .enableAccount : .disableAccount, on: target)
        }
    }

    private static func text(_ licence: Licences.Assignment) -> String {
        let product = LicenceProduct.all.first { $0.id == licence.productID }
        return "[SkuName=\(product?.name ?? ""), SkuId=\(licence.productID)]"
    }
}

extension DirectoryEvent.Target {
    init(_ user: UserRecord) { self.init(kind: "User", id: user.id, name: user.userPrincipalName) }

    init(_ group: GroupRecord) { self.init(kind: "Group", id: group.id, name: group.displayName) }

    init(_ application: ApplicationRecord) {
        self.init(
            kind: "Application",
            id: application.objectID,
            name: application.displayName,
            appID: application.appID
        )
    }

    init(_ principal: ServicePrincipalRecord) {
        self.init(kind: "ServicePrincipal", id: principal.objectID, name: principal.displayName, appID: principal.appID)
    }

    init(_ principal: Principal) {
        switch principal {
        case .user(let user): self.init(user)
        case .group(let group): self.init(group)
        case .servicePrincipal(let record): self.init(record)
        }
    }
}
