import EmulatorCore
import ExoJSON

/// Get-AdministrativeUnit: the directory's units, as Exchange shows them.
enum AdministrativeUnitReader {
    private static let shape = ObjectShape(
        noun: "AdministrativeUnit",
        typeName: "Microsoft.Exchange.Data.Directory.Management.AdministrativeUnit",
        properties: ["Identity", "Id", "Name", "DisplayName", "Description", "ExternalDirectoryObjectId", "Guid"].map {
            PropertyShape(name: $0, kind: .text, fallback: "")
        }
    )

    static let get = AccessCmdlet.reading(["Identity", "Confirm", "WhatIf"]) { call, objects in
        let scope = objects.scope
        let units =
            try call.text("Identity").map { [try unit(named: $0, scope)] }
            ?? scope.context.directory.administrativeUnits(of: scope.tenant.id)
        return units.map { unit in
            var row = ObjectRow(shape: shape, title: unit.displayName)
            row.set([
                "Identity": .string(unit.id), "Id": .string(unit.id), "Name": .string(unit.id),
                "DisplayName": .string(unit.displayName), "Description": .string(unit.explanation ?? ""),
                "ExternalDirectoryObjectId": .string(unit.id), "Guid": .string(unit.id),
            ])
            return row
        }
    }

    /// The unit of an id or a name.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    static func unit(named identity: String, _ scope: CallScope) throws -> AdministrativeUnitRecord {
        let found = try scope.context.directory.administrativeUnits(of: scope.tenant.id).filter {
            $0.id.isSame(as: identity) || $0.displayName.isSame(as: identity)
        }
        guard let unit = found.first else { throw AdminAPIError.notFound(identity, noun: "AdministrativeUnit") }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: "AdministrativeUnit") }
        return unit
    }
}
