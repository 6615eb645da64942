package import EmulatorCore

/// Who reports to whom.
extension Users {
    /// Somebody's manager; `nil` where there is none.
    package func manager(of id: String) throws -> UserRecord? {
        try administration.directory.one(
            UserRecord.self,
            where: "tenant_id = ? AND id = (SELECT manager_id FROM user_manager WHERE user_id = ?)",
            [administration.tenantID, id]
        )
    }

    /// Those whose manager somebody is, by name.
    package func directReports(of id: String) throws -> [UserRecord] {
        try administration.directory.all(
            UserRecord.self,
            where: """
                tenant_id = ? AND id IN (SELECT user_id FROM user_manager WHERE manager_id = ?) \
                ORDER BY user_principal_name
                """,
            [administration.tenantID, id]
        )
    }

    /// Gives somebody another manager, or none.
    ///
    /// - Throws: ``AdministrationError`` when one of the two is unknown, or somebody would be the own manager.
    package func setManager(_ managerID: String?, of id: String) throws {
        try administration.directory.store.write { connection in
            let user = try administration.user(id).id
            let manager = try managerID.map { try administration.user($0).id }
            guard manager != user else {
                throw AdministrationError.invalid("manager", of: "User", "Nobody can be their own manager.")
            }
            try connection.execute("DELETE FROM user_manager WHERE user_id = ?", [user])
            if let manager { try connection.execute("INSERT INTO user_manager VALUES (?, ?)", [user, manager]) }
        }
    }
}
