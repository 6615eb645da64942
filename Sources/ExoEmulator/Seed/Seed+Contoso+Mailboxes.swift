import EmulatorCore

extension Seed {
    /// What reports of a company's mailboxes find: forwarding of both kinds, holds, archives, deputies.
    static let contosoMailboxes = [
        SeedMailbox(tenantID: contosoID, alias: "former", forwardsTo: "debra", isHidden: true),
        SeedMailbox(tenantID: contosoID, alias: "lee", hasArchive: true),
        SeedMailbox(tenantID: contosoID, alias: "patti", isOnHold: true, hasArchive: true, senders: ["debra"]),
        SeedMailbox(
            tenantID: contosoID,
            alias: "soren",
            forwardsToAddress: "soren.aeroe@adatum.com",
            keepsForwarded: true
        ),
        SeedMailbox(tenantID: contosoID, alias: "support", senders: ["helpdesk", "grady"]),
    ]

    /// People who are gone and whose mailboxes are there still.
    static let contosoFormerPeople = [
        FormerPerson(person: gone("ingrid", "Ingrid", "Solberg", "Legal"), isOnHold: true),
        FormerPerson(person: gone("marcus", "Marcus", "Reyes", "Sales"), isOnHold: false),
    ]

    private static func gone(
        _ alias: String,
        _ givenName: String,
        _ surname: String,
        _ department: String
    ) -> SeedPerson {
        SeedPerson(
            kind: .user,
            tenantID: contosoID,
            alias: alias,
            domain: "contoso.com",
            displayName: "\(givenName) \(surname)",
            givenName: givenName,
            surname: surname,
            department: department,
            isEnabled: false
        )
    }
}
