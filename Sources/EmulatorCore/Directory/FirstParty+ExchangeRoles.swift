extension FirstParty {
    /// What applications without a user may be given on mailboxes, with the identifiers that the service publishes.
    static let exchangeRoles = exchangeRoleTable.split(separator: "\n").map { line in
        let fields = line.split(separator: " ", maxSplits: 2).map(String.init)
        return role(exchange, fields[0], fields[1], fields[2])
    }

    // A line a role: identifier, value, name.
    private static let exchangeRoleTable = """
        798ee544-9d2d-430c-a058-570e29e34338 Calendars.Read Read calendars in all mailboxes
        2dfdc6dc-2fa7-4a2c-a922-dbd4f85d17be Calendars.Read.All Read calendars in all mailboxes
        ef54d2bf-783f-4e0f-bca1-3210c0444d99 Calendars.ReadWrite.All Read and write calendars in all mailboxes
        089fe4d0-434a-44c5-8827-41ba8a0b17f5 Contacts.Read Read contacts in all mailboxes
        6918b873-d17a-4dc1-b314-35f528134491 Contacts.ReadWrite Read and write contacts in all mailboxes
        5e5addcd-3e8d-4e90-baf5-964efab2b20a IMAP.AccessAsApp IMAP.AccessAsApp
        810c84a8-4a9e-49e6-bf7d-12d183f40d01 Mail.Read Read mail in all mailboxes
        e2a3a72e-5f79-4c64-b1b1-878b674786c9 Mail.ReadWrite Read and write mail in all mailboxes
        b633e1c5-b582-4048-a93e-9f11b44c7e96 Mail.Send Send mail as any user
        f7264778-fba9-422d-8e9e-2675a2c4b513 Mailbox.Migration Move mailboxes between organizations
        d45fa9f8-36e5-4cd2-b601-b063c7cf9ac2 MailboxSettings.Read Read all user mailbox settings
        f9156939-25cd-4ba8-abfe-7fabcf003749 MailboxSettings.ReadWrite Read and write all user mailbox settings
        15f260d6-f874-4366-8672-6b3658c5a09b Organization.Read.All Organization.Read.All
        c976971c-a54d-4835-a240-2479e3dac74a Organization.ReadWrite.All Organization.ReadWrite.All
        cb842b43-da6e-4506-86fe-bb12199c656d POP.AccessAsApp POP.AccessAsApp
        4830e04b-48ac-4de5-bbd9-8aceb58e506b Place.Read.All Read all company places
        b4d5a5c7-c085-487f-b922-ef0d6ebde6b1 ReportingWebService.Read.All ReportingWebService.Read.All
        7146a1f0-8703-45b3-9eae-527a64c00995 SMTP.SendAsApp SMTP.SendAsApp
        c1b0de0a-1de9-455d-919f-eca451053141 Tasks.Read Read user tasks in all mailboxes
        2c6a42ca-0d4d-49ad-bc0e-21222c449a65 Tasks.ReadWrite Read and write tasks in all mailboxes
        bf24470f-10c1-436d-8d53-7b997eb473be User.Read.All Read all users' full profiles
        77e65b5a-ceae-48b3-9490-50a86a038a48 User.ReadBasic.All Read all users' basic profiles
        dc890d15-9560-4a4c-9b7f-a736ec74ec40 full_access_as_app Use Exchange Web Services with full access to all mailboxes
        """
}
