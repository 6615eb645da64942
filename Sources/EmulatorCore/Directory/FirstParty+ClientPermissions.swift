extension FirstParty {
    /// What mail, calendar and file clients ask for in a user's name, with the identifiers that the services publish.
    static let clientPermissions = table(graphTable, of: graph) + table(exchangeTable, of: exchange)

    // A line a permission: identifier, value, who may agree (users, or an administrator alone), name.
    private static func table(_ text: String, of resource: String) -> [ExposedPermissionRecord] {
        text.split(separator: "\n").map { line in
            let fields = line.split(separator: " ", maxSplits: 3).map(String.init)
            return fields[2] == "users"
                ? userScope(resource, fields[0], fields[1], fields[3], fields[3])
                : scope(resource, fields[0], fields[1], fields[3])
        }
    }

    private static let graphTable = """
        465a38f9-76ea-45b9-9f34-9e8b0d4b0b42 Calendars.Read users Read the user's calendars
        2b9c4092-424d-4249-948d-b43879977640 Calendars.Read.Shared users Read calendars the user can open
        662d75ba-a364-42ad-adee-f5f880ea4878 Calendars.ReadBasic users Read times and titles in the user's calendars
        1ec239c2-d7c9-4623-a91a-a9775856bb36 Calendars.ReadWrite users Read and write the user's calendars
        12466101-c9b8-439a-8589-dd09ee67e8e9 Calendars.ReadWrite.Shared users Read and write calendars the user can open
        101147cf-4178-4455-9d58-02b5c164e759 Channel.Create administrator Create channels
        9d8982ae-4365-4f57-95e9-d6032a4c0b87 Channel.ReadBasic.All users Read names and descriptions of channels
        767156cb-16ae-4d10-8f8b-41b657c8c8c8 ChannelMessage.Read.All administrator Read messages in channels
        ebf0f66e-9fb1-49e4-a278-222f76911cf4 ChannelMessage.Send users Send messages to channels
        38826093-1258-4dea-98f0-00003be2b8d0 Chat.Create users Create chats
        f501c180-9344-439a-bca0-6cbf209fd270 Chat.Read users Read the user's chats
        9547fcb5-d03f-419d-9948-5928bbf71b0f Chat.ReadBasic users Read names and members of the user's chats
        9ff7295e-131b-4d94-90e1-69fde507ac11 Chat.ReadWrite users Read and write the user's chats
        116b7235-7cc6-461e-b163-8e55691d839e ChatMessage.Send users Send messages in the user's chats
        ff74d97f-43af-4b68-9f2a-b77ee6968c5d Contacts.Read users Read the user's contacts
        242b9d9e-ed24-4d09-9a52-f43769beb9d4 Contacts.Read.Shared users Read contacts the user can open
        d56682ec-c09e-4743-aaf4-1a3aac4caa21 Contacts.ReadWrite users Read and write the user's contacts
        afb6c84b-06be-49af-80bb-8f3f77004eab Contacts.ReadWrite.Shared users Read and write contacts the user can open
        11d4cd79-5ba5-460f-803f-e22c8ab85ccd Device.Read users Read the user's devices
        951183d1-1a61-466f-a6d1-1fde911bfd95 Device.Read.All administrator Read all devices
        ff91d191-45a0-43fd-b837-bd682c4a0b0f EAS.AccessAsUser.All users Use mailboxes as the user by Exchange ActiveSync
        9769c687-087d-48ac-9cb3-c37dde652038 EWS.AccessAsUser.All users Use mailboxes as the user by EWS
        10465720-29dd-4523-a11a-6a75c743c9d9 Files.Read users Read the user's files
        df85f4d6-205c-4ac5-a5ea-6bf408dba283 Files.Read.All users Read files the user can open
        5447fe39-cb82-4c1a-b977-520e67e724eb Files.Read.Selected users Read files the user selects
        5c28f0bf-8a70-41f1-8ab2-9032436ddb65 Files.ReadWrite users Read and write the user's files
        863451e7-0667-486c-a5d6-d135439485f0 Files.ReadWrite.All users Read and write files the user can open
        8019c312-3263-48e6-825e-2b833497195b Files.ReadWrite.AppFolder users Read and write the app's folder
        17dde5bd-8c17-420f-a486-969730c1b827 Files.ReadWrite.Selected users Read and write files the user selects
        bc024368-1153-4739-b217-4326f2e966d0 GroupMember.Read.All administrator Read memberships of groups
        f81125ac-d3b7-4573-a3b2-7099cc39df9e GroupMember.ReadWrite.All administrator Change memberships of groups
        652390e4-393a-48de-9484-05f9b1212954 IMAP.AccessAsUser.All users Use mailboxes as the user by IMAP
        570282fd-fa5c-430d-a7fd-fc8dc98a9dca Mail.Read users Read the user's mail
        7b9103a5-4610-446b-9670-80643382c1fa Mail.Read.Shared users Read mail the user can open
        a4b8392a-d8d1-4954-a029-8e668a39a170 Mail.ReadBasic users Read the user's mail without its text
        b11fa0e7-fdb7-4dc9-b1f1-59facd463480 Mail.ReadBasic.Shared users Read mail the user can open without its text
        024d486e-b451-40bb-833d-3e66d98c5c73 Mail.ReadWrite users Read and write the user's mail
        5df07973-7d5d-46ed-9847-1271055cbd51 Mail.ReadWrite.Shared users Read and write mail the user can open
        e383f46e-2787-4529-855e-0e479a3ffac0 Mail.Send users Send mail as the user
        a367ab51-6b49-43bf-a716-a1fb06d2a174 Mail.Send.Shared users Send mail on behalf of others
        87f447af-9fa4-4c32-9dfa-4a57a73d18ce MailboxSettings.Read users Read the user's mailbox settings
        818c620a-27a9-40bd-a6a5-d96f7d610b4b MailboxSettings.ReadWrite users Read and write the user's mailbox settings
        9d822255-d64d-4b7a-afdb-833b9a97ed02 Notes.Create users Create the user's notebooks
        371361e4-b9e2-4a3f-8315-2a301a3b0a3d Notes.Read users Read the user's notebooks
        dfabfca6-ee36-4db2-8208-7a28381419b3 Notes.Read.All users Read notebooks the user can open
        615e26af-c38a-4150-ae3e-c3b0d4cb1d6a Notes.ReadWrite users Read and write the user's notebooks
        64ac0503-b4fa-45d9-b544-71a463f05da0 Notes.ReadWrite.All users Read and write notebooks the user can open
        89497502-6e42-46a2-8cb2-427fd3df970a Notifications.ReadWrite.CreatedByApp users Send the app's notifications
        9be106e1-f4e3-4df5-bdff-e4bc531cbe43 OnlineMeetings.Read users Read the user's online meetings
        a65f2972-a4f8-4f5e-afd7-69ccb046d5dc OnlineMeetings.ReadWrite users Read and create the user's online meetings
        08432d1b-5911-483c-86df-7980af5cdee0 OrgContact.Read.All administrator Read the organization's contacts
        ba47897c-39ec-4d83-8086-ee8256fa737d People.Read users Read people that matter to the user
        b89f9189-71a5-4e70-b041-9887f0bc7e4a People.Read.All administrator Read people that matter to any user
        d7b7f2d9-0f45-4ea1-9d42-e50810c06991 POP.AccessAsUser.All users Use mailboxes as the user by POP
        76bc735e-aecd-4a1d-8b4c-2b915deabb79 Presence.Read users Read the user's presence
        9c7a330d-35b3-4aa1-963d-cb2b9f927841 Presence.Read.All users Read everybody's presence
        8d3c54a7-cf58-4773-bf81-c0cd6ad522bb Presence.ReadWrite users Read and write the user's presence
        02e97553-ed7b-43d0-ab3c-f8bace0d040c Reports.Read.All administrator Read usage reports
        3bc15058-7858-4141-b24f-ae43b4e80b52 RoleManagement.Read.Exchange administrator Read Exchange's roles
        c1499fe0-52b1-4b22-bed2-7a244e0e879f RoleManagement.ReadWrite.Exchange administrator Change roles in Exchange
        55896846-df78-47a7-aa94-8d3d4442ca7f ServiceHealth.Read.All administrator Read the services' health
        eda39fa6-f8cf-4c3c-a909-432c683e4c9b ServiceMessage.Read.All administrator Read the services' announcements
        5a54b8b3-347c-476d-8f8e-42d5c7424d29 Sites.FullControl.All administrator Control all site collections
        65e50fdc-43b7-4915-933e-e8138f11f40a Sites.Manage.All users Manage lists in all site collections
        205e70e5-aba6-4c52-a976-6d2d46c48043 Sites.Read.All users Read all site collections
        89fe6a52-be36-487e-b7d8-d061c450a026 Sites.ReadWrite.All users Read and write all site collections
        258f6531-6087-4cc4-bb90-092c5fb3ed3f SMTP.Send users Send mail as the user by SMTP
        f45671fb-e0fe-4b4b-be20-3d3ce43f1bcb Tasks.Read users Read the user's tasks
        88d21fd4-8e5a-4c32-b5e2-4a1c95f34f72 Tasks.Read.Shared users Read tasks the user can open
        2219042f-cab5-40cc-b0d2-16b1540b4c5f Tasks.ReadWrite users Read and write the user's tasks
        c5ddf11b-c114-4886-8558-8a4e557cd52b Tasks.ReadWrite.Shared users Read and write tasks the user can open
        7825d5d6-6049-4ce7-bdf6-3b8d53f4bcd0 Team.Create users Create teams
        485be79e-c497-4b35-9400-0e3fa7f2a5d4 Team.ReadBasic.All users Read names and descriptions of teams
        2497278c-d82d-46a2-b1ce-39d4cdde5570 TeamMember.Read.All administrator Read members of teams
        b4e74841-8e56-480b-be8b-910348b18b4c User.ReadWrite users Read and write the user's profile
        """

    private static let exchangeTable = """
        5b9be81f-2977-4d27-8faf-bb43af8fc705 Calendars.Read users Read the user's calendars
        c21d8660-9de1-4404-85b6-59695921bd8d Calendars.Read.Shared users Read calendars the user can open
        765f423e-b55d-412e-97e3-13a800c3a537 Calendars.ReadWrite users Read and write the user's calendars
        4585ecca-5b47-432f-ac70-e1391e4951ed Calendars.ReadWrite.Shared users Read and write calendars the user can open
        181aac24-028a-486e-a649-b3742c74ec71 Contacts.Read users Read the user's contacts
        d6aa6fa9-3360-416a-b8db-021249d58e86 Contacts.Read.Shared users Read contacts the user can open
        32253599-e142-4cf0-810d-4827eedd1cfa Contacts.ReadWrite users Read and write the user's contacts
        c54cba4f-60fe-4332-b0de-b5990fd1999e Contacts.ReadWrite.Shared users Read and write contacts the user can open
        266d2589-20b5-4f91-9a03-89247d1be8da EAS.AccessAsUser.All users Use mailboxes as the user by Exchange ActiveSync
        3b5f3d61-589b-4a3c-a359-5dd4b5ee5bd5 EWS.AccessAsUser.All users Use mailboxes as the user by EWS
        195adc35-e27b-454b-a7ed-1ecdffa1c09f IMAP.AccessAsUser.All users Use mailboxes as the user by IMAP
        185758ba-798d-4b72-9e54-429a413a2510 Mail.Read users Read the user's mail
        1d894596-c906-42b1-8422-9360440c1c0c Mail.Read.Shared users Read mail the user can open
        dab085de-3e14-432f-a47f-84b6457059c4 Mail.ReadBasic users Read the user's mail without its text
        75767999-c7a8-481e-a6b4-19458e0b30a5 Mail.ReadWrite users Read and write the user's mail
        b09ec548-3f99-4d0a-859c-c9b7ff53b7a9 Mail.ReadWrite.Shared users Read and write mail the user can open
        5eb43c10-865a-4259-960a-83946678f8dd Mail.Send users Send mail as the user
        16572339-6149-452b-b084-280b01354687 Mail.Send.Shared users Send mail on behalf of others
        d36ad51d-15a2-458d-9b3a-16dbe4c51c30 MailboxSettings.Read users Read the user's mailbox settings
        2e83d72d-8895-4b66-9eea-abb43449ab8b MailboxSettings.ReadWrite users Read and write the user's mailbox settings
        505d82a7-24f3-4632-bffc-4d21625b31de Notes.Read users Read the user's notes
        1b69a6c3-108d-42d0-a3ec-fafcd610e80b Notes.ReadWrite users Read and write the user's notes
        9478ac54-3753-4543-b95a-4fad24978902 People.Read users Read people that matter to the user
        fb698133-92fa-453e-a9ed-688e10f2e5ac POP.AccessAsUser.All users Use mailboxes as the user by POP
        bbbcc29c-7bd7-48f0-8c8b-ef5f9865b626 ReportingWebService.Read administrator Read reports of the mail flow
        76faac2a-0f20-42f1-928a-50de5b9dbe52 SMTP.Send users Send mail as the user by SMTP
        8af8046f-5694-470f-91e4-d47ad05eda18 Tasks.Read users Read the user's tasks
        3d5e9942-27d3-4e96-80b1-696c7a3369c1 Tasks.Read.Shared users Read tasks the user can open
        6b49b74d-642f-4417-a6b4-820576845707 Tasks.ReadWrite users Read and write the user's tasks
        2915e980-bca5-4194-9a3f-71c4ccdbd77b Tasks.ReadWrite.Shared users Read and write tasks the user can open
        6223a6d3-53ef-4f8f-982a-895b39483c61 User.Read users Sign in and read the user's profile
        6222dbab-a24c-4210-9d91-2f47cf565614 User.ReadBasic.All users Read all users' basic profiles
        """
}
