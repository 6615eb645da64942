package import EmulatorCore
import ExoJSON

/// Makes Exchange's objects from what the directory knows.
package struct ExchangeObjectMaker: Sendable {
    package let tenant: TenantRecord
    package let names: TenantNames
    package let now: ServiceDate
    /// Whether objects were made at some time before, as those of a seed.
    private let ages: Bool

    package init(tenant: TenantRecord, now: ServiceDate, ages: Bool = false) {
        self.tenant = tenant
        self.now = now
        self.ages = ages
        names = TenantNames(tenant)
    }

    /// The organization itself.
    ///
    /// - Parameter isCustomized: Whether it has settings of its own, and not yet those that all new ones share.
    /// - Returns: The object.
    package func organization(isCustomized: Bool = true) -> ExchangeObject {
        var object = object(.organization, named: tenant.initialDomain, guid: SeedIdentifier.make("org", tenant.id))
        object.properties = [
            "DisplayName": .string(tenant.displayName),
            "AdminDisplayVersion": .string("0.20 (\(TenantNames.version))"),
            "RBACConfigurationVersion": .string("0.20 (\(TenantNames.version))"),
            "LegacyExchangeDN": "/o=ExchangeLabs",
            "OrganizationId": .string(names.organizationID),
            "PublicFoldersEnabled": "Local",
            "MicrosoftExchangeRecipientPrimarySmtpAddress": .string(
                "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@\(tenant.initialDomain)"
            ),
            "ActivityBasedAuthenticationTimeoutInterval": "06:00:00",
            "ActivityBasedAuthenticationTimeoutEnabled": true,
            "DefaultPublicFolderAgeLimit": nil,
            "DefaultPublicFolderDeletedItemRetention": "30.00:00:00",
            "DefaultPublicFolderMovedItemRetention": "7.00:00:00",
            "DefaultPublicFolderProhibitPostQuota": "2 GB (2,147,483,648 bytes)",
            "ServicePlan": "ExchangeOnlineEnterprise",
            "OAuth2ClientProfileEnabled": true,
            "MailTipsAllTipsEnabled": true,
            "MailTipsGroupMetricsEnabled": true,
            "MailTipsMailboxSourcedTipsEnabled": true,
            "MailTipsLargeAudienceThreshold": 25,
            "AuditDisabled": false,
            "IsDehydrated": .bool(!isCustomized),
        ]
        return object
    }

    /// A verified domain.
    package func acceptedDomain(_ domain: DomainRecord) -> ExchangeObject {
        var object = object(
            .acceptedDomain,
            named: domain.name,
            guid: SeedIdentifier.make("acceptedDomain", tenant.id, domain.name)
        )
        object.properties = [
            "DomainName": .string(domain.name),
            "DomainType": "Authoritative",
            "Default": .bool(domain.isDefault),
            "InitialDomain": .bool(domain.isInitial),
            "IsCoexistenceDomain": .bool(domain.name.lowercased().hasSuffix(".mail.onmicrosoft.com")),
            "AddressBookEnabled": true,
            "AuthenticationType": "Managed",
            "LiveIdInstanceType": "Business",
        ]
        return object
    }

    /// Somebody or something with an address.
    package func recipient(_ person: SeedPerson) -> ExchangeObject {
        var object = object(
            .recipient,
            named: person.displayName,
            guid: SeedIdentifier.make("recipient", tenant.id, person.alias)
        )
        object.typeDetails =
            switch person.kind {
            case .user: "UserMailbox"
            case .shared: "SharedMailbox"
            case .room: "RoomMailbox"
            case .equipment: "EquipmentMailbox"
            case .mailUser: "MailUser"
            case .contact: "MailContact"
            }
        addNames(alias: person.alias, displayName: person.displayName, id: person.id, to: &object)
        addPerson(person, to: &object)
        if let address = person.externalAddress {
            object.properties["ExternalEmailAddress"] = .string("SMTP:\(address)")
            object.properties["EmailAddresses"] = .array(
                [.string("SMTP:\(address)")]
                    + (person.kind == .mailUser ? [.string("smtp:\(person.address)")] : [])
            )
        } else {
            addMailbox(person, to: &object)
        }
        if person.kind != .contact { addAccount(person, to: &object) }
        return object
    }

    /// A group; `nil` for one without an address.
    package func group(_ group: SeedGroup, owners: [String]) -> ExchangeObject? {
        guard let address = group.address else { return nil }
        var object = object(
            .recipient,
            named: group.displayName,
            guid: SeedIdentifier.make("recipient", tenant.id, group.alias)
        )
        let groupType: String
        switch group.kind {
        case .distribution, .security: (object.typeDetails, groupType) = ("MailUniversalDistributionGroup", "Universal")
        case .mailEnabledSecurity:
            (object.typeDetails, groupType) = ("MailUniversalSecurityGroup", "Universal, SecurityEnabled")
        case .microsoft365: (object.typeDetails, groupType) = (RecipientTypes.groupMailbox, "Universal")
        }
        addNames(alias: group.alias, displayName: group.displayName, id: group.id, to: &object)
        object.properties["GroupType"] = .string(groupType)
        object.properties["ManagedBy"] = .array(owners.map { .string($0) })
        object.properties["EmailAddresses"] = .array([
            .string("SMTP:\(address)"), .string("smtp:\(group.alias)@\(tenant.initialDomain)"),
        ])
        object.properties["MemberJoinRestriction"] = "Closed"
        let isSecurity = group.kind == .mailEnabledSecurity
        object.properties["MemberDepartRestriction"] = .string(isSecurity ? "Closed" : "Open")
        if group.kind == .microsoft365 {
            object.properties["ExchangeGuid"] = .string(SeedIdentifier.make("mailbox", object.guid))
        }
        object.properties["ReportToOriginatorEnabled"] = true
        object.properties["RequireSenderAuthenticationEnabled"] = true
        return object
    }

    func object(_ objectClass: ExchangeObject.Class, named name: String, guid: String) -> ExchangeObject {
        let isRecipient = objectClass == .recipient
        let age = ages ? isRecipient ? SeedAge.days(of: guid) : SeedAge.most : 0
        let created = now.adding(days: -age)
        return ExchangeObject(
            tenantID: tenant.id,
            objectClass: objectClass,
            guid: guid,
            name: name,
            created: created,
            changed: isRecipient ? now : created
        )
    }

    func addNames(alias: String, displayName: String, id: String, to object: inout ExchangeObject) {
        let digits = object.guid.filter { $0 != "-" }
        object.properties["Alias"] = .string(alias)
        object.properties["DisplayName"] = .string(displayName)
        object.properties["ExternalDirectoryObjectId"] = .string(id)
        object.properties["LegacyExchangeDN"] = .string(Self.legacyName(digits, alias))
        let account = StableIdentifier.digits("sam", object.guid).uppercased()
        object.properties["SamAccountName"] = .string("$\(account.prefix(6))-\(account)".prefix(20).description)
    }

    /// The legacy distinguished name of a recipient that a seed made.
    package func legacyName(ofAlias alias: String) -> String {
        Self.legacyName(SeedIdentifier.make("recipient", tenant.id, alias).filter { $0 != "-" }, alias)
    }

    private static func legacyName(_ digits: String, _ alias: String) -> String {
        "\(TenantNames.administrativeGroup)/cn=Recipients/cn=\(digits)-\(alias)"
    }

    private func addPerson(_ person: SeedPerson, to object: inout ExchangeObject) {
        let facts: [(String, String?)] = [
            ("FirstName", person.givenName), ("LastName", person.surname), ("Title", person.jobTitle),
            ("Department", person.department), ("Office", person.office), ("MobilePhone", person.mobilePhone),
            ("City", person.city), ("CountryOrRegion", person.country), ("UsageLocation", person.country),
            ("Company", person.kind == .user ? tenant.displayName : nil),
        ]
        for (name, value) in facts {
            if let value { object.properties[name] = .string(value) }
        }
    }

    private func addMailbox(_ person: SeedPerson, to object: inout ExchangeObject) {
        let sip: [JSONValue] = person.kind == .user ? [.string("SIP:\(person.address)")] : []
        let share = "SPO:SPO_\(SeedIdentifier.make("spo", object.guid))@SPO_\(tenant.id)"
        object.properties["EmailAddresses"] = .array(
            [.string("SMTP:\(person.address)"), .string("smtp:\(person.alias)@\(tenant.initialDomain)")] + sip
                + [.string(share)]
        )
        object.properties["ExchangeGuid"] = .string(SeedIdentifier.make("mailbox", object.guid))
        object.properties["MailboxPlan"] = .string(Self.planName(of: tenant.id))
        object.properties["AddressListMembership"] = .array(Self.addressLists(person.kind).map { .string($0) })
        if person.kind == .shared || person.kind == .user {
            object.properties["RoleAssignmentPolicy"] = "Default Role Assignment Policy"
        }
        if person.kind != .user { for (name, value) in MailboxPlans.unlicensed { object.properties[name] = value } }
        if let capacity = person.capacity { object.properties["ResourceCapacity"] = .integer(Int64(capacity)) }
    }

    private func addAccount(_ person: SeedPerson, to object: inout ExchangeObject) {
        for name in ["UserPrincipalName", "WindowsLiveID", "MicrosoftOnlineServicesID"] {
            object.properties[name] = .string(person.address)
        }
        object.properties["NetID"] = .string(StableIdentifier.digits("netid", object.guid).uppercased())
        object.properties["StsRefreshTokensValidFrom"] = .string(now.text(.utc))
        let isOff = !person.isEnabled || [.shared, .equipment].contains(person.kind)
        object.properties["AccountDisabled"] = .bool(isOff)
        object.properties["RemotePowerShellEnabled"] = true
    }

    /// What the one mailbox plan is called in every tenant.
    static let planLabel = "ExchangeOnlineEnterprise"

    /// The name of a tenant's mailbox plan.
    static func planName(of tenantID: String) -> String {
        "\(planLabel)-\(SeedIdentifier.make("plan", tenantID))"
    }

    private static func addressLists(_ kind: SeedPerson.Kind) -> [String] {
        let all = ["\\All Recipients(VLV)", "\\Default Global Address List"]
        return switch kind {
        case .room, .equipment: ["\\All Rooms"] + all
        default: ["\\Mailboxes(VLV)", "\\All Mailboxes(VLV)", "\\All Users"] + all
        }
    }
}
