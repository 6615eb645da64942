import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// A recipient as filters of segments see it, by the directory's names of attributes or by Exchange's.
///
/// See https://learn.microsoft.com/purview/information-barriers-attributes, which has both.
struct BarrierSubject: FilterSubject {
    /// Exchange's names by those of the directory, in small letters, where the two differ.
    private static let attributes: [String: String] = {
        var names = [
            "co": "CountryOrRegion", "mail": "WindowsEmailAddress", "mailnickname": "Alias", "memberof": groups,
            "physicaldeliveryofficename": "Office", "proxyaddresses": "EmailAddresses",
            "targetaddress": "ExternalEmailAddress",
        ]
        for number in 1...15 { names["extensionattribute\(number)"] = "CustomAttribute\(number)" }
        for number in 1...5 {
            names["msexchextensioncustomattribute\(number)"] = "ExtensionCustomAttribute\(number)"
        }
        return names
    }()
    private static let groups = "MemberOfGroup"

    /// The recipient in the shapes of those nouns that have what filters ask for.
    private let recipient: FilteredObject
    private let user: ObjectRow
    /// The names of the groups that it belongs to directly.
    private let groupNames: [JSONValue]

    /// - Throws: `DatabaseError`.
    init(_ recipient: ExchangeObject, _ scope: CallScope) throws {
        let names = scope.objects.names
        self.recipient = FilteredObject(
            object: recipient,
            row: RowBuilder(view: .recipient, names: names).row(recipient),
            memberships: nil
        )
        user = RowBuilder(view: .user, names: names).row(recipient)
        groupNames = try scope.context.directory.groups(containing: recipient.memberID).flatMap { group in
            let object = try scope.objects.recipient(named: group.id)
            let address = object?.primaryAddress ?? group.mail
            let path =
                object.map(names.distinguishedName(of:)) ?? names.distinguishedName(ofRecipient: group.displayName)
            return [path, object?.name, group.displayName, object?.text("Alias"), address, group.id]
                .compactMap { $0.map(JSONValue.string) }
        }
    }

    func filterValue(_ property: String) -> JSONValue? {
        if property.lowercased() == Self.groups.lowercased() { return .array(groupNames) }
        return recipient.filterValue(property) ?? user.filterValue(property)
    }

    /// Whether the filter of a segment or a policy matches.
    ///
    /// - Throws: ``AdminAPIError`` with status 501 for a filter that cannot be read, or is by what recipients here do not have.
    func fits(_ text: String, of owner: ExchangeObject) throws -> Bool {
        let unread = AdminAPIError.notEmulated("\"\(owner.name)\" by the filter \"\(text)\"", stage: .cmdlet)
        do {
            let filter = try Self.filter(text)
            guard !filter.mentions(where: { !has($0) }) else { throw unread }
            return filter.matches(self)
        } catch is FilterFault {
            throw unread
        }
    }

    private func has(_ property: String) -> Bool {
        property.lowercased() == Self.groups.lowercased()
            || [recipient.row.shape, user.shape].contains { $0.place(ignoringCase: property) != nil }
            || recipient.filterValue(property) != nil
    }

    /// Refuses what is no filter; by what attributes one is, is not asked before it is used.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    static func check(_ parameter: String, of call: BoundCall) throws {
        guard let text = call.text(parameter), !text.isEmpty else { return }
        do {
            _ = try filter(text)
        } catch let fault as FilterFault {
            throw AdminAPIError.filter(fault.message, parameter: parameter)
        }
    }

    private static func filter(_ text: String) throws -> RecipientFilter {
        let properties = FilterProperties(
            cmdlet: "New-DynamicDistributionGroup",
            shape: NounView.recipient.shape,
            isOfGroups: true,
            otherNames: attributes,
            takesUnknown: true
        )
        return try RecipientFilter(parsing: text, properties: properties)
    }
}
