extension Directory {
    /// The administrative units of a tenant by name.
    package func administrativeUnits(of tenantID: String) throws -> [AdministrativeUnitRecord] {
        try all(AdministrativeUnitRecord.self, where: "tenant_id = ? ORDER BY display_name, id", [tenantID])
    }

    /// The units that somebody or something is in.
    package func administrativeUnits(containing id: String) throws -> [AdministrativeUnitRecord] {
        try all(
            AdministrativeUnitRecord.self,
            where: """
                id IN (SELECT unit_id FROM administrative_unit_member WHERE member_id = lower(?)) \
                ORDER BY display_name, id
                """,
            [id]
        )
    }

    /// Whether somebody or something is in a unit.
    package func isMember(_ id: String, ofAdministrativeUnit unitID: String) throws -> Bool {
        try store.read { connection in
            try connection.first(
                "SELECT 1 FROM administrative_unit_member WHERE unit_id = ? AND member_id = lower(?)",
                [unitID, id]
            ) { try $0.integer() } != nil
        }
    }
}
