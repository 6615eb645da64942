import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// What the nine Get-EXO* cmdlets make of entities.
struct EntityRowsTests {
    private static let root = "https://outlook.office365.com/adminapi/beta/\(Page.tenant)"

    private static func list(_ context: String, _ entities: String..., link: String? = nil) -> ScriptedReply {
        let next = link.map { ",\"@odata.nextLink\":\"\($0)\"" } ?? ""
        return .json(
            "{\"@odata.context\":\"\(root)/$metadata#\(context)\",\"value\":[\(entities.joined(separator: ","))]\(next)}",
            headers: ["request-id": "r"]
        )
    }

    private func rows(_ bench: Bench, _ name: String, _ parameters: CmdletParameters = [:]) async throws -> [JSONObject]
    {
        try await bench.run(Cmdlet(name, parameters: parameters)).objects
    }

    @Test func theServicesOwnKeyIsNoProperty() async throws {
        let bench = Bench([
            Self.list(
                "Mailbox",
                #"{"ObjectKey":"YQ==","Name":"a","Guid":null}"#,
                #"{"ObjectKey":"Yg==","Name":"b","Guid":"x"}"#,
                #"{"ObjectKey":"Yw=="}"#
            )
        ])
        let found = try await rows(bench, "Get-EXOMailbox")
        #expect(found == [["Name": "a", "Guid": .null], ["Name": "b", "Guid": "x"], [:]])
    }

    @Test func theKeyIsFoundWhereverItStands() async throws {
        let bench = Bench([
            Self.list("Recipient", #"{ "Name":"a", "ObjectKey":"YQ==" }"#, #"{"Name":"b","ObjectKey":"Yg"}"#)
        ])
        #expect(try await rows(bench, "Get-EXORecipient") == [["Name": "a"], ["Name": "b"]])
    }

    @Test func oneEntityIsOneRow() async throws {
        let reply = #"{"@odata.context":"\#(Self.root)/$metadata#CasMailbox/$entity","ObjectKey":"YQ==","Name":"a"}"#
        let bench = Bench([.json(reply)])
        #expect(try await rows(bench, "Get-EXOCasMailbox", ["Identity": "a"]) == [["Name": "a"]])
    }

    @Test func eachRightIsARow() async throws {
        let entity = """
            {"PermissionId":"k","MailboxIdentity":"Ada","User":"bo@x","IsOwner":false,"PermissionList":[\
            {"AccessRights":["FullAccess"],"IsInherited":false,"Deny":false,"InheritanceType":"All"},\
            {"AccessRights":["ReadPermission"],"IsInherited":true,"Deny":true,"InheritanceType":"None"}]}
            """
        let bench = Bench([Self.list("Collection(Exchange.MailboxPermission)", entity)])
        let found = try await rows(bench, "Get-EXOMailboxPermission", ["Identity": "ada"])
        #expect(
            found == [
                [
                    "Identity": "Ada", "User": "bo@x", "AccessRights": ["FullAccess"], "IsInherited": false,
                    "Deny": false,
                    "InheritanceType": "All",
                ],
                [
                    "Identity": "Ada", "User": "bo@x", "AccessRights": ["ReadPermission"], "IsInherited": true,
                    "Deny": true, "InheritanceType": "None",
                ],
            ]
        )
    }

    private static func right(_ trustee: String) -> String {
        """
        {"Identity":"Ada","Trustee":"\(trustee)","AccessControlType":"Allow","AccessRights":["SendAs"],\
        "IsInherited":false,"InheritanceType":"None"}
        """
    }

    private static func recipient(_ id: String, _ trustees: String..., link: String? = nil) -> String {
        let more = link.map { ",\"RecipientPermission@odata.nextLink\":\"\($0)\"" } ?? ""
        let rights = trustees.map { right($0) }.joined(separator: ",")
        return "{\"ExternalDirectoryObjectId\":\"\(id)\",\"RecipientPermission\":[\(rights)]\(more)}"
    }

    @Test func rightsOnRecipientsStandInThemAndBehindTheirLinks() async throws {
        let rest = "\(Self.root)/Recipient('aWQtMw==')/RecipientPermission?%24skiptoken"
        let bench = Bench([
            Self.list(
                "Recipient",
                Self.recipient("id-1", "a"),
                Self.recipient("id-2"),
                Self.recipient("id-3", "b", link: "\(rest)=1"),
                Self.recipient("id-4", "e", link: "Recipient('aWQtNA==')/RecipientPermission?%24skiptoken=1"),
                link: "\(Self.root)/Recipient?%24skiptoken=2"
            ),
            Self.list("Recipient('aWQtMw==')/RecipientPermission", Self.right("c"), link: "\(rest)=2"),
            Self.list("Recipient('aWQtMw==')/RecipientPermission", Self.right("d")),
            Self.list("Recipient('aWQtNA==')/RecipientPermission", Self.right("f")),
            Self.list("Recipient", Self.recipient("id-5", "g")),
        ])
        let outcome = try await bench.run(Cmdlet("Get-EXORecipientPermission", parameters: ["ResultSize": "Unlimited"]))
        // What stands behind a page's rows comes after that page, and before the next.
        #expect(try outcome.objects.map { $0["Trustee"] } == ["a", "b", "e", "c", "d", "f", "g"])
        #expect(try outcome.objects.allSatisfy { $0["Identity"] == "Ada" && $0["AccessRights"] == ["SendAs"] })
        #expect(outcome.errors.isEmpty && outcome.warnings.isEmpty)
        let targets = bench.transport.requests.dropFirst().map { $0.url.dropFirst(Self.root.count + 1) }
        #expect(
            targets == [
                "Recipient('aWQtMw==')/RecipientPermission?%24skiptoken=1",
                "Recipient('aWQtMw==')/RecipientPermission?%24skiptoken=2",
                "Recipient('aWQtNA==')/RecipientPermission?%24skiptoken=1",
                "Recipient?%24skiptoken=2",
            ]
        )
        try bench.transport.expectNothingLeft()
    }

    @Test func theRestOfOneRecipientsRightsIsRead() async throws {
        let entity = Self.recipient("id-1", "a", link: "\(Self.root)/Recipient('YQ==')/RecipientPermission?p=2")
        let reply = "{\"@odata.context\":\"\(Self.root)/$metadata#Recipient/$entity\"," + entity.dropFirst()
        let bench = Bench([
            .json(reply), Self.list("Recipient('YQ==')/RecipientPermission", Self.right("b"), Self.right("c")),
        ])
        let found = try await rows(bench, "Get-EXORecipientPermission", ["Identity": "a"])
        #expect(found.map { $0["Trustee"] } == ["a", "b", "c"])
    }

    @Test func theRestOfAMailboxesRightsHasItsUser() async throws {
        let entity = """
            {"MailboxIdentity":"Ada","User":"bo@x","PermissionList":[{"AccessRights":["FullAccess"],"IsInherited":false,\
            "Deny":false,"InheritanceType":"All"}],"PermissionList@odata.nextLink":"Mailbox('YQ==')/MailboxPermission?p=2"}
            """
        let more = #"{"AccessRights":["ReadPermission"],"IsInherited":true,"Deny":true,"InheritanceType":"None"}"#
        let bench = Bench([
            Self.list("Collection(Exchange.MailboxPermission)", entity),
            Self.list("Collection(Exchange.MailboxPermissionEntry)", more),
        ])
        let found = try await rows(bench, "Get-EXOMailboxPermission", ["Identity": "ada"])
        #expect(found.map { $0["User"] } == ["bo@x", "bo@x"])
        #expect(found.map { $0["AccessRights"] } == [["FullAccess"], ["ReadPermission"]])
    }

    @Test func noMoreOfAListIsAskedForThanIsWanted() async throws {
        let link = "\(Self.root)/Recipient('YQ==')/RecipientPermission?p=2"
        let bench = Bench([Self.list("Recipient", Self.recipient("id-1", "a", link: link))])
        let outcome = try await bench.run(Cmdlet("Get-EXORecipientPermission", parameters: ["ResultSize": 1]))
        #expect(outcome.rows.count == 1)
        #expect(outcome.warnings == [Page.more])
    }

    @Test(arguments: [
        "https://evil.example/adminapi/beta/\(Page.tenant)/Recipient?p=2",
        "/adminapi/beta/\(TestToken.fabrikam)/Recipient?p=2", "/adminapi/beta/\(Page.tenant)/%2e%2e/x/Recipient",
        "/other/beta/\(Page.tenant)/Recipient?p=2",
    ])
    func theRestOfAListIsOfTheSameTenantAndHost(_ link: String) async throws {
        let bench = Bench([Self.list("Recipient", Self.recipient("id-1", "a", link: link))])
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.run(Cmdlet("Get-EXORecipientPermission"))
        }
        #expect(error?.code == .redirectRefused && error?.rowsDelivered == 1)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func aListThatNeverEndsIsNamed() async throws {
        let link = "\(Self.root)/Recipient('YQ==')/RecipientPermission?p=2"
        let bench = Bench([
            Self.list("Recipient", Self.recipient("id-1", "a", link: link)),
            Self.list("Recipient('YQ==')/RecipientPermission", Self.right("b"), link: link),
        ])
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.run(Cmdlet("Get-EXORecipientPermission"))
        }
        #expect(error?.code == .unexpectedResponse)
        try bench.transport.expectNothingLeft()
    }

    @Test func aFoldersRightsNameTheirUser() async throws {
        let entity = #"""
            {"Identity":"k","MailboxFolderIdentity":"Ada:\\Calendar","FolderName":"Calendar","User":"Bo",\#
            "MailboxFolderUser":{"DisplayName":"Bo","UserPrincipalName":"bo@x","UserType":"Internal"},\#
            "AccessRights":["Editor"],"SharingPermissionFlags":"Delegate"}
            """#
        let bench = Bench([Self.list("Collection(Exchange.MailboxFolderPermission)", entity)])
        let found = try await rows(bench, "Get-EXOMailboxFolderPermission", ["Identity": #"ada:\Calendar"#])
        #expect(
            found == [
                [
                    "Identity": #"Ada:\Calendar"#, "FolderName": "Calendar", "User": "bo@x", "AccessRights": ["Editor"],
                    "SharingPermissionFlags": "Delegate",
                ]
            ]
        )
    }

    @Test func sizesAreWrittenAsTheOlderCmdletsWriteThem() async throws {
        let reply = """
            {"@odata.context":"\(Self.root)/$metadata#Exchange.MailboxStatistics","DisplayName":"Ada",\
            "TotalItemSize":1234567,"ItemCount":12,"DatabaseProhibitSendQuota":53687091200,"TotalDeletedItemSize":0,\
            "SystemMessageSizeShutoffQuota":-1,"TablesTotalSize":99,"MessageTableTotalSize":null,"ChangedProperties":[]}
            """
        let found = try await rows(Bench([.json(reply)]), "Get-EXOMailboxStatistics", ["Identity": "ada"])
        #expect(
            found == [
                [
                    "DisplayName": "Ada", "TotalItemSize": "1.177 MB (1,234,567 bytes)", "ItemCount": 12,
                    "DatabaseProhibitSendQuota": "50 GB (53,687,091,200 bytes)",
                    "TotalDeletedItemSize": "0 B (0 bytes)",
                    "SystemMessageSizeShutoffQuota": "Unlimited", "TablesTotalSize": 99, "MessageTableTotalSize": .null,
                ]
            ]
        )
    }

    @Test func whatNoEntityChoosesFromIsChosenHere() async throws {
        let entity = #"{"Name":"Inbox","FolderSize":2048,"ItemsInFolder":3}"#
        let bench = Bench([Self.list("Collection(Exchange.MailboxFolderStatistics)", entity)])
        let outcome = try await bench.run(
            Cmdlet("Get-EXOMailboxFolderStatistics", parameters: ["Identity": "a"], properties: ["foldersize"])
        )
        #expect(try outcome.objects == [["FolderSize": "2 KB (2,048 bytes)"]])
    }

    @Test(arguments: [
        "\(root)/Mailbox?x=1&%24skiptoken=t", "/adminapi/beta/\(Page.tenant)/Mailbox?x=1&%24skiptoken=t",
        "Mailbox?x=1&%24skiptoken=t", "?x=1&%24skiptoken=t",
    ])
    func theNextPageIsGotByTheLinkAndASmallerWish(_ link: String) async throws {
        let bench = Bench([
            Self.list("Mailbox", #"{"ObjectKey":"YQ==","Name":"a"}"#, #"{"ObjectKey":"Yg==","Name":"b"}"#, link: link),
            Self.list(
                "Mailbox",
                #"{"ObjectKey":"Yw==","Name":"c"}"#,
                #"{"ObjectKey":"ZA==","Name":"d"}"#,
                link: "?more=1"
            ),
        ])
        let outcome = try await bench.run(Cmdlet("Get-EXOMailbox", resultSize: try .limited(to: 3), pageSize: 2))
        #expect(try outcome.objects.map { $0["Name"] } == ["a", "b", "c"])
        // The official module says nothing of the rest.
        #expect(outcome.warnings == [Page.more])
        let requests = bench.transport.requests
        #expect(requests.map(\.method) == ["GET", "GET"])
        #expect(requests.map { $0.headers["Prefer"] } == ["odata.maxpagesize=2", "odata.maxpagesize=1"])
        #expect(requests.last?.url == "\(Self.root)/Mailbox?x=1&%24skiptoken=t")
        #expect(requests[0].headers["client-request-id"] == requests[1].headers["client-request-id"])
    }

    @Test func aKeyThatTheServiceEncodesInItsLinkIsTheSame() async throws {
        let permission = #"{"MailboxIdentity":"A","User":"u","PermissionList":[{"AccessRights":["x"]}]}"#
        let context = "Collection(Exchange.MailboxPermission)"
        let bench = Bench([
            Self.list(context, permission, link: "\(Self.root)/Mailbox(%27Pz8%2F%27)/MailboxPermission?$skip=1"),
            Self.list(context, permission),
        ])
        #expect(try await rows(bench, "Get-EXOMailboxPermission", ["Identity": "???"]).count == 2)
    }

    @Test func aLinkToSomethingElseIsNotFollowed() async throws {
        let bench = Bench([Self.list("Mailbox", #"{"Name":"a"}"#, link: "\(Self.root)/Recipient?$skip=1")])
        let error = await #expect(throws: ExchangeError.self) { try await rows(bench, "Get-EXOMailbox") }
        #expect(error?.code == .redirectRefused)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func aMissingRoleIsNoBadToken() async throws {
        let body = #"{"error":{"code":"Unauthorized","message":"User is not allowed to call Get-Mailbox"}}"#
        let bench = Bench([.json(body, status: 401)])
        let source = try TokenSequence([TestToken.user(now: bench.clock.date)])
        let connection = try await bench.connection(source: source)
        let error = await #expect(throws: ExchangeError.self) { try await connection.run("Get-EXOMailbox") }
        #expect(error?.code == .forbidden && error?.status == 401)
        #expect(error?.message == "User is not allowed to call Get-Mailbox")
        #expect(source.claims.isEmpty && bench.transport.requests.count == 1)
    }

    @Test func aFailureOfTheGatewayIsRepeated() async throws {
        let bench = Bench([.text("", status: 503), .text("", status: 502), Self.list("Mailbox", #"{"Name":"a"}"#)])
        #expect(try await rows(bench, "Get-EXOMailbox") == [["Name": "a"]])
        #expect(bench.transport.requests.count == 3)
    }

    @Test(arguments: [
        (UInt64(0), "0 B (0 bytes)"), (1023, "1023 B (1,023 bytes)"), (1024, "1 KB (1,024 bytes)"),
        (1_234_567, "1.177 MB (1,234,567 bytes)"), (53_150_220_288, "49.5 GB (53,150,220,288 bytes)"),
        (106_300_440_576, "99 GB (106,300,440,576 bytes)"), (1_099_511_627_775, "1024 GB (1,099,511,627,775 bytes)"),
        (.max, "1.678E+07 TB (18,446,744,073,709,551,615 bytes)"),
    ])
    func aSizeIsWrittenAsTheServiceWritesIt(_ bytes: UInt64, _ text: String) {
        #expect(ByteCount(bytes: bytes).description == text)
        #expect(ByteCount(text) == ByteCount(bytes: bytes))
    }
}
