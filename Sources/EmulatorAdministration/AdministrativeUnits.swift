package import EmulatorCore

/// The administrative units of a tenant.
package struct AdministrativeUnits: Sendable {
    package let administration: Administration

    package init(administration: Administration) { self.administration = administration }

    private var directory: Directory { administration.directory }

    /// A unit that is not stored yet.
    package func draft(displayName: String) -> AdministrativeUnitRecord {
        AdministrativeUnitRecord(
            id: Administration.newID(),
            tenantID: administration.tenantID,
            displayName: displayName
        )
    }

    /// A unit of this tenant.
    package func unit(_ id: String) throws -> AdministrativeUnitRecord {
        let found = try directory.one(
            AdministrativeUnitRecord.self,
            where: "id = lower(?) AND tenant_id = ?",
            [id, administration.tenantID]
        )
        guard let found else { throw AdministrationError.notFound(id) }
        return found
    }

    /// Stores a new unit or a changed one.
    package func save(_ unit: AdministrativeUnitRecord) throws {
        try DisplayName.check(unit.displayName, of: "AdministrativeUnit")
        try directory.store.write { try $0.upsert(unit, key: "id") }
    }

    package func delete(_ id: String) throws {
        let unit = try unit(id)
        try directory.change("DELETE FROM administrative_unit WHERE id = ?", [unit.id])
    }

    /// Puts a user or a group into a unit.
    package func add(_ principalID: String, to unitID: String) throws {
        try directory.store.write { connection in
            let unit = try unit(unitID)
            let principal = try administration.principal(principalID)
            if case .servicePrincipal = principal {
                throw AdministrationError(
                    "The reference target 'ServicePrincipal' of type 'AdministrativeUnit' is invalid for the 'members' reference."
                )
            }
            guard try !directory.isMember(principal.id, ofAdministrativeUnit: unit.id) else {
                throw AdministrationError.referenceExists("members")
            }
            try connection.execute(
                "INSERT INTO administrative_unit_member VALUES (?, ?)",
                [unit.id, principal.id.lowercased()]
            )
        }
    }

    package func remove(_ principalID: String, from unitID: String) throws {
        let unit = try unit(unitID)
        let isRemoved = try directory.change(
            "DELETE FROM administrative_unit_member WHERE unit_id = ? AND member_id = lower(?)",
            [unit.id, principalID]
        )
        guard isRemoved else { throw AdministrationError.notFound(principalID) }
    }

    /// Who and what is in a unit.
    package func members(of unitID: String) throws -> [Principal] {
        let unit = try unit(unitID)
        let ids = try directory.store.read { connection in
            try connection.rows(
                "SELECT member_id FROM administrative_unit_member WHERE unit_id = ? ORDER BY member_id",
                [unit.id]
            ) { try $0.text() }
        }
        return ids.compactMap { try? administration.principal($0) }
    }
}
