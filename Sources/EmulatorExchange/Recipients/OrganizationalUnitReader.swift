import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-OrganizationalUnit: the folder of the organization's recipients, and in it that of those who are gone.
struct OrganizationalUnitReader: CmdletHandler {
    private static let noun = SettingNoun("OrganizationalUnit")
    private static let path = "CanonicalName"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let units = try Self.units(scope)
        let root = try Self.named(call.text("Identity"), among: units)
        var shown = root.map { [$0] } ?? units
        if call.isOn("SingleNodeOnly") {
            // What is directly below the unit, or the organization's.
            let path = root.map { "\(Self.path(of: $0))/" }
            shown = path.map { path in units.filter { Self.path(of: $0).hasPrefix(path) } } ?? Array(units.prefix(1))
        }
        if let text = call.text("SearchText")?.lowercased() {
            shown = shown.filter { $0.name.lowercased().contains(text) }
        }
        let builder = RowBuilder(view: Self.noun.view, names: scope.objects.names)
        let rows = shown.map(builder.row)
        return .rows(Self.noun.noun, scope, limit: try ResultSize.limit(of: call)) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "IncludeContainers", "ResultSize", "SearchText", "SingleNodeOnly"],
            shape: nil
        )
    }

    private static func path(of unit: ExchangeObject) -> String { unit.text(path)?.lowercased() ?? "" }

    /// The unit of a name, a canonical or distinguished name, or a GUID; `nil` where none is named.
    ///
    /// - Throws: ``AdminAPIError``: not found.
    static func named(_ identity: String?, among units: [ExchangeObject]) throws -> ExchangeObject? {
        guard let identity else { return nil }
        let wanted = identity.lowercased()
        let found = units.first { unit in
            [unit.name, unit.guid, unit.text(path) ?? "", unit.text("DistinguishedName") ?? ""]
                .contains { $0.lowercased() == wanted }
        }
        guard let found else { throw AdminAPIError.notFound(identity, noun: noun.noun) }
        return found
    }

    static func units(_ scope: CallScope) throws -> [ExchangeObject] {
        let names = scope.objects.names
        let moment = try scope.objects.birth ?? scope.now
        let gone = TenantNames.deletedFolder
        return [
            (names.initialDomain, names.organizationalUnit, names.recipientContainer),
            (gone, "\(names.organizationalUnit)/\(gone)", "\(TenantNames.deleted),\(names.recipientContainer)"),
        ].map { name, path, distinguishedName in
            var unit = ExchangeObject(
                tenantID: scope.tenant.id,
                objectClass: noun.objectClass,
                guid: SeedIdentifier.make("organizationalUnit", scope.tenant.id, name),
                name: name,
                created: moment,
                changed: moment
            )
            unit.properties = [
                Self.path: .string(path), "Identity": .string(path), "Id": .string(path),
                "DistinguishedName": .string(distinguishedName),
                "ObjectCategory": .string("\(TenantNames.forest)/Configuration/Schema/Organizational-Unit"),
                "ObjectClass": ["top", "organizationalUnit"],
            ]
            return unit
        }
    }
}
