import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Administrative units: `directory/administrativeUnits`.
extension GraphRouter {
    private var units: AdministrativeUnits { AdministrativeUnits(administration: administration) }

    private static let set = "directory/administrativeUnits"

    func administrativeUnits(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            let table = AdministrativeUnitEntity.table(of: administration.tenant)
            return try self.set(Self.set, table, path) {
                let body = try call.body(of: "AdministrativeUnit")
                guard body.has("displayName") else {
                    throw AdministrationError.required("displayName", of: "AdministrativeUnit")
                }
                var unit = units.draft(displayName: "")
                try AdministrativeUnitEntity.apply(body, to: &unit)
                try units.save(unit)
                return try made(AdministrativeUnitEntity.render(unit), Self.set, at: "\(Self.set)/\(unit.id)")
            }
        }
        let unit = try units.unit(key.value)
        switch path.nextName {
        case nil:
            return try object(
                show: { try one(AdministrativeUnitEntity.render(unit), Self.set) },
                change: {
                    var changed = unit
                    try AdministrativeUnitEntity.apply(call.body(of: "AdministrativeUnit"), to: &changed)
                    try units.save(changed)
                },
                delete: { try units.delete(unit.id) }
            )
        case "members" where method != "GET":
            return try changeRelation(
                &path,
                add: { try units.add($0, to: unit.id) },
                remove: { try units.remove($0, from: unit.id) }
            )
        default:
            return try part(&path, of: unit.id, AdministrativeUnitEntity.shape, Self.set) {
                try AdministrativeUnitEntity.render(unit)
            }
        }
    }

    /// Who and what is in a unit.
    func members(ofUnit id: String) throws -> [JSONObject] { try units.members(of: id).map(call.object) }
}
