extension CmdletTable {
    /// Tests of what the organization needs beyond itself, and of what its mailboxes open with.
    static var connectivity: Area {
        [
            "Test-ArchiveConnectivity": ArchiveLogonTest(),
            "Test-MAPIConnectivity": MailboxLogonTest(),
            "Test-MigrationServerAvailability": MigrationServerTest(),
            "Test-OAuthConnectivity": OAuthTest(),
            "Test-OrganizationRelationship": OrganizationRelationshipTest(),
        ]
    }
}
