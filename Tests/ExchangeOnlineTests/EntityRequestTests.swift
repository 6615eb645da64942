import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// What the nine Get-EXO* cmdlets ask the service, as the official module was seen to ask it and without its mistakes.
struct EntityRequestTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var parameters: CmdletParameters
        var properties: [String] = []
        var target: String
        var header: String?
        var testDescription: String { "\(name) → \(target)" }

        init(
            _ name: String,
            _ parameters: CmdletParameters = [:],
            properties: [String] = [],
            _ target: String,
            header: String? = nil
        ) {
            self.name = name
            self.parameters = parameters
            self.properties = properties
            self.target = target
            self.header = header
        }
    }

    private static let guid = "00000000-0000-0000-0000-0000000000ab"
    private static let guidKey = "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMGFi"
    private static let cases: [Case] = [
        Case("Get-EXOMailbox", [:], "Mailbox"),
        Case("Get-EXOMailbox", ["Identity": "???"], "Mailbox('Pz8/')?isEncoded=true"),
        Case("Get-EXOMailbox", ["Identity": ">>>"], "Mailbox('Pj4+')?isEncoded=true"),
        Case("get-exocasmailbox", ["UserPrincipalName": "a@b.c"], "CasMailbox('YUBiLmM=')?isEncoded=true"),
        // The directory's id is the most certain of the names given.
        Case(
            "Get-EXOMailbox",
            [
                "Identity": "x", "PrimarySmtpAddress": "p@b.c", "UserPrincipalName": "a@b.c",
                "ExternalDirectoryObjectId": .text(guid),
            ],
            "Mailbox('\(guidKey)')?isEncoded=true"
        ),
        // A bare name may mean several recipients, so it narrows the set.
        Case("Get-EXORecipient", ["Identity": "ada"], "Recipient?ReadIdsAndParamsFromHeaders=True", header: "YWRh"),
        Case("Get-EXORecipient", ["PrimarySmtpAddress": "a@b.c"], "Recipient('YUBiLmM=')?isEncoded=true"),
        // The official module loses the identity here and lists every mailbox.
        Case(
            "Get-EXOMailbox",
            ["UserPrincipalName": "a@b.c", "IncludeInactiveMailbox": true],
            "Mailbox?IncludeInactiveMailbox=True&ReadIdsAndParamsFromHeaders=True",
            header: "YUBiLmM="
        ),
        Case(
            "Get-EXOMailbox",
            ["Identity": "ada", "SoftDeletedMailbox": true, "Archive": false],
            "Mailbox('YWRh')?isEncoded=true&SoftDeletedMailbox=True"
        ),
        // The official module sends these unescaped, and the service reads something else.
        Case("Get-EXOMailbox", ["Anr": "jo+hn &x#1"], "Mailbox?Anr=jo%2Bhn%20%26x%231"),
        Case(
            "Get-EXORecipient",
            ["OrganizationalUnit": "contoso.com/My OU&1", "RecipientType": ["UserMailbox", "MailUser"]],
            "Recipient?OrganizationalUnit=contoso.com/My%20OU%261&RecipientType=UserMailbox,MailUser"
        ),
        Case("Get-EXOMailbox", ["MailboxPlan": "A B"], "Mailbox?MailboxPlan=A%20B"),
        Case(
            "Get-EXOMailbox",
            ["Properties": ["Guid", "alias"], "PropertySets": ["Quota", "Hold"]],
            "Mailbox?$select=Guid,alias&PropertySet=Quota,Hold"
        ),
        Case(
            "Get-EXOMailbox",
            ["Properties": ["Guid", "DisplayName ", " alias"]],
            "Mailbox?$select=Guid,DisplayName,alias"
        ),
        Case(
            "Get-EXOMailbox",
            ["PropertySets": "Quota"],
            properties: ["DisplayName"],
            "Mailbox?$select=DisplayName&PropertySet=Quota"
        ),
        Case(
            "Get-EXOCasMailbox",
            ["PropertySets": "Pop", "ProtocolSettings": true],
            "CasMailbox?PropertySet=Pop,ProtocolSettings"
        ),
        Case(
            "Get-EXOMailboxStatistics",
            ["Identity": "???"],
            "Mailbox('Pz8%2F')/Exchange.GetMailboxStatistics()?isEncoded=true"
        ),
        Case(
            "Get-EXOMailboxStatistics",
            ["Identity": "x", "ExchangeGuid": .text(guid), "Archive": true, "PropertySets": "All"],
            "Mailbox('\(guidKey)')/Exchange.GetMailboxStatistics()?isEncoded=true&Archive=True&PropertySet=All"
        ),
        Case(
            "Get-EXOMailboxStatistics",
            ["ExchangeGuid": .text(guid), "DatabaseGuid": .text(guid)],
            "Mailbox/Exchange.GetMailboxStatisticsV2(mailboxGuid=\(guid),databaseGuid=\(guid))?UseCopyOnLocalServer=True"
        ),
        Case(
            "Get-EXOMailboxFolderStatistics",
            ["Identity": "ada", "Folderscope": "Inbox", "IncludeOldestAndNewestItems": true],
            "Mailbox('YWRh')/MailboxFolder/Exchange.GetMailboxFolderStatistics(folderscope=Exchange.ElcFolderType'Inbox')"
                + "?isEncoded=true&IncludeOldestAndNewestItems=True"
        ),
        Case("Get-EXOMailboxPermission", ["Identity": "ada"], "Mailbox('YWRh')/MailboxPermission?isEncoded=true"),
        Case(
            "Get-EXOMailboxPermission",
            ["Identity": "ada", "Owner": true],
            "Mailbox('YWRh')/MailboxPermission?$filter=IsOwner%20eq%20true&isEncoded=true"
        ),
        Case(
            "Get-EXOMailboxPermission",
            ["Identity": "ada", "User": "bo"],
            "Mailbox('YWRh')/MailboxPermission('Ym8=')?isEncoded=true"
        ),
        Case(
            "Get-EXOMailboxFolderPermission",
            ["Identity": #"ada:\Calendar:x"#, "User": "Default", "GroupMailbox": true],
            "Mailbox('YWRh')/MailboxFolder('XENhbGVuZGFyOng=')/MailboxFolderPermission('RGVmYXVsdA==')"
                + "?IsUsingMailboxFolderId=True&GroupMailbox=True&isEncoded=true"
        ),
        Case(
            "Get-EXOMailboxFolderPermission",
            ["UserPrincipalName": "a@b.c"],
            "Mailbox('YUBiLmM=')/MailboxFolder('XA==')/MailboxFolderPermission?IsUsingMailboxFolderId=True&isEncoded=true"
        ),
        Case(
            "Get-EXORecipientPermission",
            ["Identity": "ada"],
            "Recipient('YWRh')?$expand=RecipientPermission&isEncoded=true"
                + "&$select=RecipientPermission,%20ExternalDirectoryObjectId"
        ),
        Case(
            "Get-EXORecipientPermission",
            ["Identity": "ada", "Trustee": "bo", "AccessRights": "SendAs"],
            "Recipient/Exchange.GetRecipientPermissionByFilters(identity='YWRh',trustee='Ym8=',accessRights=[%22SendAs%22])"
                + "?$expand=RecipientPermission&isEncoded=true&$select=RecipientPermission,%20ExternalDirectoryObjectId"
        ),
        Case(
            "Get-EXOMobileDeviceStatistics",
            ["Mailbox": "ada", "ActiveSync": true],
            "Mailbox('YWRh')/MobileDevice/Exchange.GetMobileDeviceStatistics()?isEncoded=true&ActiveSync=True"
        ),
        Case(
            "Get-EXOMobileDeviceStatistics",
            ["Identity": "dev"],
            "GetMobileDeviceStatisticsByIdentity(Identity='XParameter-Identity')?ReadIdsAndParamsFromHeaders=True",
            header: "ZGV2"
        ),
    ]

    @Test(arguments: cases)
    func asksForTheAddressOfTheEntities(_ example: Case) async throws {
        let bench = Bench([Page.reply(0..<0)])
        let outcome = try await bench.run(
            Cmdlet(example.name, parameters: example.parameters, properties: example.properties)
        )
        #expect(outcome.rows.isEmpty)
        let request = try #require(bench.transport.requests.first)
        let root = "https://outlook.office365.com/adminapi/beta/\(Page.tenant)/"
        #expect(request.url == root + example.target)
        #expect(request.method == "GET" && request.body == nil)
        #expect(request.headers["XParameter-Identity"] == example.header)
        #expect(request.headers["Prefer"] == "odata.maxpagesize=1000")
        #expect(request.headers["OData-MaxVersion"] == "4.0")
        #expect(request.headers["X-AnchorMailbox"] == "UPN:admin@contoso.com")
    }

    struct Filter: CustomTestStringConvertible, Sendable {
        var opath: String
        var odata: String
        var testDescription: String { opath }

        init(_ opath: String, _ odata: String) {
            self.opath = opath
            self.odata = odata
        }
    }

    @Test(arguments: [
        Filter(
            "DisplayName -like 'Us*' -and CustomAttribute1 -eq 'a b'",
            "startswith(DisplayName, 'Us') and CustomAttribute1 eq 'a b'"
        ),
        Filter(
            "(Alias -eq 'x' -or -not(Name -like '*y*')) -and WhenCreated -gt '2024-01-01'",
            "(Alias eq 'x' or not (contains(Name, 'y'))) and WhenCreated gt '2024-01-01'"
        ),
        Filter(
            "LitigationHoldEnabled -eq $true -and CustomAttribute1 -ne $null",
            "LitigationHoldEnabled eq true and CustomAttribute1 ne null"
        ),
        Filter("Name -notlike 'a*' -and Name -notlike 'b'", "not (startswith(Name, 'a')) and Name ne 'b'"),
        Filter("EmailAddresses -like '*x*'", "EmailAddresses/any(d:contains(d, 'x'))"),
        Filter("emailaddresses -eq 'smtp:x@y.z'", "EmailAddresses/any(d:d eq 'smtp:x@y.z')"),
        Filter("EmailAddresses -ne 'smtp:x@y.z'", "not (EmailAddresses/any(d:d eq 'smtp:x@y.z'))"),
        // What the official module refuses, cuts off or breaks.
        Filter("Name -eq 'O''Neil'", "Name eq 'O''Neil'"),
        Filter("Name -eq \"O'Neil\"", "Name eq 'O''Neil'"),
        Filter("DisplayName -eq \"a b\"", "DisplayName eq 'a b'"),
        Filter("Name -eq 'a&b+c#d'", "Name eq 'a&b+c#d'"),
        Filter("Alias -eq '(x)'", "Alias eq '(x)'"),
        Filter("Name -like '*z'", "endswith(Name, 'z')"),
        Filter("startswith(Name, 'a') and Alias eq 'b'", "startswith(Name, 'a') and Alias eq 'b'"),
        Filter("NoSuchThing -eq 'x'", "NoSuchThing eq 'x'"),
    ])
    func writesAFilterAsEntitiesTakeIt(_ filter: Filter) async throws {
        let bench = Bench([Page.reply(0..<0)])
        _ = try await bench.run(Cmdlet("Get-EXOMailbox", parameters: ["Filter": .text(filter.opath)]))
        let url = try #require(bench.transport.requests.first?.url)
        let query = try #require(url.split(separator: "?").last)
        #expect(try PercentText.decoded(query) == "$filter=\(filter.odata)")
        #expect(!query.contains("#") && !query.dropFirst().contains("&"))
    }

    struct Bad: CustomTestStringConvertible, Sendable {
        var name: String
        var parameters: CmdletParameters
        var says: String
        var testDescription: String { "\(name): \(says)" }

        init(_ name: String, _ parameters: CmdletParameters = [:], says: String) {
            self.name = name
            self.parameters = parameters
            self.says = says
        }
    }

    @Test(arguments: [
        Bad("Get-EXOMailbox", ["Async": true], says: "-Async of Get-EXOMailbox is not supported"),
        Bad("Get-EXOCasMailbox", ["SendLogsTo": ["a"]], says: "-SendLogsTo"),
        Bad("Get-EXOMailbox", ["Properties": ["Guid", "Bogus"]], says: "no property Bogus"),
        Bad("Get-EXOMailbox", ["Anr": "ab"], says: "three characters"),
        Bad("Get-EXOMailbox", ["Anr": "abc", "Identity": "x"], says: "does not go together"),
        Bad("Get-EXOMailboxPermission", says: "needs one of -Identity"),
        Bad("Get-EXOMailboxPermission", ["Identity": "a", "Owner": true, "User": "b"], says: "do not go together"),
        Bad("Get-EXOMailboxStatistics", ["DatabaseGuid": .text(guid)], says: "needs one of"),
        Bad("Get-EXOMailboxFolderPermission", ["Identity": #":\Calendar"#], says: "needs a mailbox"),
        Bad("Get-EXOMobileDeviceStatistics", says: "needs one of -Mailbox"),
        Bad("Get-EXOMailbox", ["Filter": "Name -like 'a*b'"], says: "an asterisk"),
        Bad("Get-EXOMailbox", ["Filter": "Name -eq 'a' -and"], says: "ends too early"),
        Bad("Get-EXOMailbox", ["Filter": "Name -eq 'a"], says: "a quote has no end"),
        Bad("Get-EXOMailbox", ["Filter": "(Name -eq 'a'"], says: "ends too early"),
        Bad("Get-EXOMailbox", ["Filter": "Name -match 'a'"], says: "know no -match"),
        Bad("Get-EXOMailbox", ["Filter": "EmailAddresses -eq $null"], says: "Get-Mailbox can be asked"),
        Bad("Get-EXOMailbox", ["Filter": "EmailAddresses -ne $null"], says: "whether the list EmailAddresses is empty"),
        Bad("Get-EXOMailbox", ["ResultSize": 0], says: "greater than 0"),
    ])
    func refusesBeforeSendingWhatTheServiceHasNoPlaceFor(_ bad: Bad) async throws {
        let bench = Bench()
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await bench.run(Cmdlet(bad.name, parameters: bad.parameters))
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains(bad.says) == true, "\(error?.message ?? "")")
        #expect(bench.transport.requests.isEmpty)
    }
}
