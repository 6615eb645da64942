extension Seed {
    /// Who leads whom, by alias within a tenant.
    static let contosoManagers = [
        contosoID: managers(
            """
            patti | debra diego lee miriam nestor
            debra | fatima pradeep reader soren
            nestor | admin chen former
            admin | exchange.admin helpdesk recipients
            diego | joni
            joni | ilya
            lee | lidia
            lidia | bjorn grady henrietta
            miriam | adele jose megan oconnor yuki
            adele | lynne
            megan | alex amelie isaiah zoe
            """
        ),
        fabrikamID: managers("admin | olivia noah emma"),
    ]

    /// Reads a table: who leads, and who is led.
    private static func managers(_ table: String) -> [String: String] {
        var managers: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let cells = line.split(separator: "|")
            guard let lead = cells[0].split(separator: " ").first else { continue }
            for alias in cells[1].split(separator: " ") { managers[String(alias)] = String(lead) }
        }
        return managers
    }
}
