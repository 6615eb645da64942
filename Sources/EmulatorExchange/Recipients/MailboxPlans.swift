import EmulatorCore
import ExoJSON

extension NounView {
    static let mailboxPlan = NounView.settings("MailboxPlan")
}

/// The plans after which mailboxes are made: four in every organization, one of them for whoever is not told another.
struct MailboxPlans {
    let scope: CallScope

    init(_ scope: CallScope) { self.scope = scope }

    private static let labels = [
        ExchangeObjectMaker.planLabel, "ExchangeOnline", "ExchangeOnlineDeskless", "ExchangeOnlineEssentials",
    ]
    /// What a mailbox takes from its plan, and from the next one where nobody has chosen it.
    static let sizes = [
        "IssueWarningQuota", "MaxReceiveSize", "MaxSendSize", "ProhibitSendQuota", "ProhibitSendReceiveQuota",
        "RetainDeletedItemsFor",
    ]
    /// What a new mailbox takes from its plan.
    static let inherited = sizes + ["RetentionPolicy", "RoleAssignmentPolicy"]

    /// Makes what an organization has of a noun with one object for each plan, once.
    func makeFirst(of noun: SettingNoun) throws {
        let tenant = scope.tenant.id
        guard try scope.objects.objects(of: noun.objectClass).isEmpty else { return }
        try scope.context.store.write { _ in
            // Somebody else may have been faster.
            guard try scope.objects.objects(of: noun.objectClass).isEmpty else { return }
            let birth = try scope.objects.birth ?? scope.now
            for label in Self.labels {
                let isDefault = label == ExchangeObjectMaker.planLabel
                var object = ExchangeObject(
                    tenantID: tenant,
                    objectClass: noun.objectClass,
                    guid: Self.guid(of: label, noun, in: tenant),
                    name: Self.name(of: label, in: tenant),
                    created: birth,
                    changed: birth
                )
                object.properties = ["DisplayName": .string(label), "Alias": .string(object.name)]
                if noun.noun == "MailboxPlan" {
                    object.properties["IsDefault"] = .bool(isDefault)
                    object.properties["MailboxPlanRelease"] = "AllReleases"
                    object.properties["RecipientType"] = "UserMailbox"
                    object.properties["RecipientTypeDetails"] = "MailboxPlan"
                    if label != Self.labels[0] {
                        for (name, value) in Self.quotas(of: label) { object.properties[name] = value }
                    }
                }
                try scope.objects.insert(object)
            }
        }
    }

    /// What the plan of a label is called from the beginning.
    static func name(of label: String, in tenantID: String) -> String {
        guard label != ExchangeObjectMaker.planLabel else { return ExchangeObjectMaker.planName(of: tenantID) }
        return "\(label)-\(SeedIdentifier.make("plan", tenantID + label))"
    }

    private static func guid(of label: String, _ noun: SettingNoun, in tenantID: String) -> String {
        SeedIdentifier.make(noun.noun, tenantID, label)
    }

    /// What mailboxes take from the plan of a label that differs from the greatest one's from the beginning.
    ///
    /// - Throws: `DatabaseError`.
    static func values(of label: String, _ objects: ObjectStore) throws -> [(String, JSONValue)] {
        let noun = PlanReader.plans
        let guid = guid(of: label, noun, in: objects.names.tenantID)
        if let plan = try objects.objects(of: noun.objectClass).first(where: { $0.guid == guid }) {
            return inherited.compactMap { name in plan.properties[name].map { (name, $0) } }
        }
        // Nobody has looked at the plans yet.
        return label == ExchangeObjectMaker.planLabel ? [] : quotas(of: label)
    }

    /// Gives a new mailbox what its plan says: the one that is named, or the organization's default.
    func apply(_ identity: String?, to draft: inout ObjectDraft) throws {
        let noun = PlanReader.plans
        try makeFirst(of: noun)
        let all = try scope.objects.objects(of: noun.objectClass)
        let named = try identity.map { name -> ExchangeObject in
            guard let plan = all.first(where: { Self.isCalled(name, $0) }) else {
                throw AdminAPIError.notFound(name, noun: noun.noun)
            }
            return plan
        }
        guard let plan = named ?? all.first(where: { $0.properties["IsDefault"] == true }) else { return }
        draft.object.properties["MailboxPlan"] = .string(plan.name)
        let own = Set(draft.object.typeDetails == "UserMailbox" ? [] : Self.unlicensed.map(\.0))
        for name in Self.inherited where !own.contains(name) {
            guard let value = plan.properties[name], draft.shape.property(name) != nil else { continue }
            draft.store(name, value)
        }
    }

    static func isCalled(_ name: String, _ plan: ExchangeObject) -> Bool {
        [plan.name, plan.guid, plan.text("DisplayName") ?? ""].contains { $0.lowercased() == name.lowercased() }
    }

    /// The sizes of the service's smaller plans.
    static func quotas(of label: String) -> [(String, JSONValue)] {
        switch label {
        case "ExchangeOnlineDeskless":
            [
                ("IssueWarningQuota", "1.8 GB (1,932,735,283 bytes)"),
                ("ProhibitSendQuota", "1.9 GB (2,040,109,466 bytes)"),
                ("ProhibitSendReceiveQuota", "2 GB (2,147,483,648 bytes)"),
            ]
        default: unlicensed
        }
    }

    /// The sizes of a mailbox that has no licence, as shared ones and rooms have none.
    static let unlicensed: [(String, JSONValue)] = [
        ("IssueWarningQuota", "49 GB (52,613,349,376 bytes)"),
        ("ProhibitSendQuota", "49.5 GB (53,150,220,288 bytes)"),
        ("ProhibitSendReceiveQuota", "50 GB (53,687,091,200 bytes)"),
    ]
}

/// Get-MailboxPlan and Get-CASMailboxPlan.
struct PlanReader: CmdletHandler {
    static let plans = SettingNoun("MailboxPlan", isSingle: false, isOwned: false)
    static let clientPlans = SettingNoun("CASMailboxPlan", isSingle: false, isOwned: false)

    let noun: SettingNoun

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try MailboxPlans(scope).makeFirst(of: noun)
        return try SettingReader(noun: noun).run(call, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] { SettingReader(noun: noun).unused(call) }
}

/// Set-MailboxPlan and Set-CASMailboxPlan; one plan is the default.
struct PlanWriter: CmdletHandler {
    let noun: SettingNoun

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            try MailboxPlans(scope).makeFirst(of: noun)
            let output = try SettingWriter(noun: noun).run(call, in: scope)
            guard call.isOn("IsDefault"), case .done = output else { return output }
            let chosen = try noun.object(call, scope)
            for var plan in try scope.objects.objects(of: noun.objectClass)
            where plan.guid != chosen.guid && plan.properties["IsDefault"] == true {
                plan.properties["IsDefault"] = false
                try scope.objects.update(plan)
            }
            return output
        }
    }

    func unused(_ call: BoundCall) -> [String] { SettingWriter(noun: noun).unused(call) }
}
