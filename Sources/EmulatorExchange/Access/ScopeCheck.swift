import EmulatorCore
import ExoJSON

/// Whether a recipient is among those that a reach has.
struct ScopeCheck: Sendable {
    let scope: CallScope
    let snapshot: AccessSnapshot

    /// The filter of a management scope.
    ///
    /// - Throws: ``AdminAPIError`` for what is none.
    static func filter(_ text: String) throws -> RecipientFilter {
        try FilterProperties.filter(text, of: "Get-Recipient", shape: NounView.recipient.shape)
    }

    /// - Throws: `DatabaseError`.
    func contains(_ object: ExchangeObject, in reach: AccessReach) throws -> Bool {
        switch reach {
        case .organization, .addressLists: return true
        case .none: return false
        case .own: return try scope.ownRecipient()?.guid == object.guid
        case .ownedGroups:
            guard
                RecipientTypes.groups.contains(object.typeDetails) || object.typeDetails == "DynamicDistributionGroup",
                let own = try scope.ownRecipient()
            else { return false }
            return object.texts("ManagedBy").contains { $0 == own.name || $0 == own.guid }
        case .scope(let name), .exclusive(let name):
            guard let text = snapshot.scopes[name] else { return false }
            let filter = try Self.filter(text)
            let row = RowBuilder(view: .recipient, names: scope.objects.names).row(object)
            let memberships = filter.mentions(Memberships.properties) ? try Memberships(scope) : nil
            return filter.matches(FilteredObject(object: object, row: row, memberships: memberships))
        case .unit(let unitID):
            guard let id = object.text("ExternalDirectoryObjectId") else { return false }
            return try scope.context.directory.isMember(id, ofAdministrativeUnit: unitID)
        case .members(let groupID):
            guard let id = object.text("ExternalDirectoryObjectId") else { return false }
            return try scope.context.directory.allGroups(containing: id, in: scope.tenant.id).contains {
                $0.id == groupID
            }
        }
    }
}
