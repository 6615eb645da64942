extension Directory {
    /// Somebody and who leads them.
    package struct Report: Sendable, Hashable {
        package var userID: String
        package var userName: String
        package var managerID: String
        package var managerName: String
    }

    /// Who of a tenant is led by whom, in the order of names.
    package func reports(in tenantID: String) throws -> [Report] {
        try store.read { connection in
            try connection.rows(
                """
                SELECT led.id, led.display_name, lead.id, lead.display_name FROM user_manager \
                JOIN user AS led ON led.id = user_id JOIN user AS lead ON lead.id = manager_id \
                WHERE led.tenant_id = ? ORDER BY led.display_name
                """,
                [tenantID]
            ) { row in
                Report(
                    userID: try row.text(),
                    userName: try row.text(),
                    managerID: try row.text(),
                    managerName: try row.text()
                )
            }
        }
    }

    /// The name of who leads somebody.
    package func nameOfManager(of userID: String) throws -> String? {
        try store.read { connection in
            try connection.first(
                "SELECT display_name FROM user_manager JOIN user ON user.id = manager_id WHERE user_id = ?",
                [userID]
            ) { try $0.text() }
        }
    }

    /// The names of whom somebody leads, in their order.
    package func namesOfReports(of userID: String) throws -> [String] {
        try store.read { connection in
            try connection.rows(
                """
                SELECT display_name FROM user_manager JOIN user ON user.id = user_id WHERE manager_id = ? \
                ORDER BY display_name
                """,
                [userID]
            ) { try $0.text() }
        }
    }
}
