import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The mailboxes that hold public folders.
struct PublicFolderMailboxes: Sendable {
    static let type = "PublicFolderMailbox"
    /// In the order of their making.
    let all: [ExchangeObject]
    /// The one that holds the tree of the folders, and what is said to be in no other one; `nil` before there is one.
    let root: ExchangeObject?
    /// Those from which any owner may read the tree.
    private let serving: [ExchangeObject]
    private let byGuid: [String: ExchangeObject]

    /// Finds them.
    ///
    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        let places = try scope.objects.places(of: .recipientTypeDetails, Self.type.lowercased())
        all = try scope.objects.objects(at: places.sorted()).filter {
            $0.state == .active && $0.typeDetails == Self.type
        }
        root = all.first { $0.properties["IsRootPublicFolderMailbox"] == true } ?? all.first
        serving = all.filter { $0.properties["IsExcludedFromServingHierarchy"] != true }
        byGuid = Dictionary(all.map { ($0.text("ExchangeGuid") ?? $0.guid, $0) }) { first, _ in first }
    }

    /// The one that holds what is in a folder.
    func content(of folder: PublicFolder) -> ExchangeObject? {
        guard let guid = folder.properties[PublicFolder.contentMailbox]?.stringValue else { return root }
        return byGuid[guid] ?? root
    }

    /// Makes one where there is none: the service wants one to be made before, an organization here gets it with its first
    /// folder.
    ///
    /// - Throws: ``AdminAPIError``, `DatabaseError`.
    static func makeFirst(_ scope: CallScope) throws {
        guard try PublicFolderMailboxes(scope).root == nil, let facts = CmdletCatalogue.cmdlet(named: "New-Mailbox")
        else {
            return
        }
        var number = 1
        while try !scope.objects.objects(named: "Mailbox\(number)", of: .recipient, where: { _ in true }).isEmpty {
            number += 1
        }
        let parameters: JSONObject = ["Name": .string("Mailbox\(number)"), "PublicFolder": true]
        _ = try MailboxMaker().run(ParameterBinder.bind(parameters, to: facts), in: scope)
    }

    /// From which one a mailbox reads the tree: the one that it was told to, or one of those that serve it.
    func effective(for mailbox: ExchangeObject) -> ExchangeObject? {
        if let name = mailbox.text("DefaultPublicFolderMailbox"), let told = all.first(where: { $0.name == name }) {
            return told
        }
        guard !serving.isEmpty else { return root }
        return serving[StableNumbers("publicFolders", mailbox.guid).below(serving.count, at: 0)]
    }

    /// What Get-Mailbox says beside a mailbox: from where its owner reads public folders, and that an account is gone.
    @Sendable static func beside(
        _ scope: CallScope
    ) throws -> @Sendable (ExchangeObject) throws -> JSONObject {
        let mailboxes = try scope.standing.publicFolderMailboxes(scope)
        return { object in
            var members: JSONObject = [:]
            if RecipientTypes.mailboxes.contains(object.typeDetails), let one = mailboxes.effective(for: object) {
                members["EffectivePublicFolderMailbox"] = .string(one.name)
            }
            // A deleted account is known for as long as it can be restored.
            if object.state != .active, try !scope.knowsAccount(of: object) {
                members["ExternalDirectoryObjectId"] = ""
            }
            return members
        }
    }

    /// What Get-OrganizationConfig says beside the organization: which mailbox holds the tree.
    @Sendable static func besideOrganization(
        _ scope: CallScope
    ) throws -> @Sendable (ExchangeObject) throws -> JSONObject {
        let guid = try PublicFolderMailboxes(scope).root?.text("ExchangeGuid") ?? GUIDText.empty
        let information = DescribedValue.make(
            guid,
            type: "Microsoft.Exchange.Data.PublicFolderInformation",
            [
                "CanUpdate": true, "HierarchyMailboxGuid": .string(guid), "IsValid": true, "LockedForMigration": false,
                "Type": "MailboxGuid",
            ]
        )
        return { _ in ["RootPublicFolderMailbox": information] }
    }
}
