import CmdletCatalogue

/// The cmdlets that are emulated, each with what answers it.
///
/// An area of cmdlets is a list of its own, in a file of its own: what a cmdlet needs beyond the patterns is named there and
/// nowhere else.
struct CmdletTable: Sendable {
    /// The cmdlets of one area.
    typealias Area = [String: any CmdletHandler]

    private let handlers: Area
    private let settings: SettingCmdlets
    private let service: CmdletService
    private let cache = CmdletFactsCache()

    init(_ areas: [Area], service: CmdletService = .exchangeOnline) {
        self.service = service
        settings = SettingCmdlets(service: service)
        handlers = areas.reduce(into: [:]) { all, area in
            all.merge(area) { _, _ in preconditionFailure("A cmdlet stands in two areas") }
        }
    }

    /// The names of those with a meaning of their own.
    var ownNames: Set<String> { Set(handlers.keys) }

    /// Those with a meaning of their own that another service has too, without those of some nouns.
    func area(sharedWith other: CmdletService, without nouns: Set<String>) -> Area {
        handlers.filter { name, _ in
            guard let facts = CmdletCatalogue.cmdlet(named: name) else { return false }
            return facts.services.contains(other) && !nouns.contains(facts.noun)
        }
    }

    /// The names, sorted.
    var names: [String] { ownNames.union(SettingCmdlets.names(of: service)).sorted() }

    /// What answers a cmdlet, `nil` when it is not emulated.
    func handler(of facts: CmdletFacts) -> (any CmdletHandler)? { handlers[facts.name] ?? settings.handler(of: facts) }

    /// What the catalogue says of a cmdlet, emulated or not, in any letter case.
    func facts(named name: String) -> CmdletFacts? { cache.facts(named: name) }

    static let emulated = CmdletTable([
        access, classification, connectivity, content, domains, groups, mailboxes, mailFlow, migration, organization,
        permissions, publicFolders, recipients, ruleCollections, traffic,
    ])
    static let compliance = CmdletTable(
        [
            emulated.area(sharedWith: .securityCompliance, without: ComplianceNoun.apart), complianceNouns,
            complianceAccess, complianceJobs, explorers, filePlan,
        ],
        service: .securityCompliance
    )

    /// The cmdlets of a service.
    static func of(_ service: CmdletService) -> CmdletTable {
        switch service {
        case .securityCompliance: compliance
        case .exchangeOnline, .exchangeOnlineProtection: emulated
        }
    }

    /// Where free and busy times of other organizations are asked for.
    private static let addressSpace = SettingNoun("AvailabilityAddressSpace")

    private static var organization: Area {
        [
            "Add-AvailabilityAddressSpace": SettingMaker(noun: addressSpace, naming: ["ForestName"]),
            "Export-TransportRuleCollection": RuleCollectionExporter(),
            // Requests of the lockbox come from engineers of the service, of whom there are none here.
            "Get-AccessToCustomerDataRequest": EmptyListing(noun: "AccessToCustomerDataRequest"),
            "Get-AcceptedDomain": GetHandler(view: .acceptedDomain),
            "Get-AdaptiveScopeMembers": AdaptiveScopeMembers(),
            "Get-AuthServer": SettingReader(noun: SettingNoun("AuthServer")),
            "Get-AvailabilityAddressSpace": SettingReader(noun: addressSpace),
            "Get-FederationInformation": FederationInformationReader(),
            "Get-OrganizationConfig": GetHandler(
                view: .organizationConfig,
                beside: PublicFolderMailboxes.besideOrganization
            ),
            "New-ActiveSyncDeviceAccessRule": DeviceAccessRuleMaker(),
            "New-QuarantinePermissions": QuarantinePermissionsMaker(),
            "Remove-AvailabilityAddressSpace": SettingRemover(noun: addressSpace),
            "Rotate-DkimSigningConfig": DkimRotator(),
            "Set-AccessToCustomerDataRequest": AbsentTarget(parameter: "RequestId"),
            "Set-AcceptedDomain": SetHandler(view: .acceptedDomain, rules: .acceptedDomain),
            "Set-OrganizationConfig": SetHandler(view: .organizationConfig, rules: .organizationConfig),
            "Test-IRMConfiguration": RightsManagementTest(),
        ]
    }

    private static var permissions: Area {
        [
            "Add-MailboxPermission": PermissionWriter(noun: .mailbox, adds: true),
            "Add-RecipientPermission": PermissionWriter(noun: .recipient, adds: true),
            "Get-MailboxIRMAccess": MailboxIRMAccess(action: .show),
            "Get-MailboxPermission": PermissionReader(noun: .mailbox),
            "Get-RecipientPermission": PermissionReader(noun: .recipient),
            "Remove-MailboxIRMAccess": MailboxIRMAccess(action: .remove),
            "Remove-MailboxPermission": PermissionWriter(noun: .mailbox, adds: false),
            "Remove-RecipientPermission": PermissionWriter(noun: .recipient, adds: false),
            "Set-MailboxIRMAccess": MailboxIRMAccess(action: .put),
        ]
    }
}
