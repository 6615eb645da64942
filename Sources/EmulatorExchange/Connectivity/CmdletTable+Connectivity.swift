extension CmdletTable {
    /// What connects the organization with others, and tests of it and of what its mailboxes open with.
    static var connectivity: Area {
        [
            "Get-IntraOrganizationConfiguration": IntraOrganizationReader(),
            "Test-ArchiveConnectivity": ArchiveLogonTest(),
            "Test-MAPIConnectivity": MailboxLogonTest(),
            "Test-MigrationServerAvailability": MigrationServerTest(),
            "Test-OAuthConnectivity": OAuthTest(),
            "Test-OrganizationRelationship": OrganizationRelationshipTest(),
        ]
    }
}
