import ExchangeOnline
import ExoJSON
import HTTPServer
import TestSupport
import Testing

struct RunningTests {
    private let tenant: LocalTenant

    init() throws { tenant = try LocalTenant() }

    private func names(_ rows: [CmdletRow]) throws -> [String] {
        try rows.compactMap { try $0["PrimarySmtpAddress"]?.stringValue }
    }

    @Test func listsTheSameInPagesOfAnySize() async throws {
        let whole = try await tenant.connect().run(Cmdlet("Get-Mailbox", parameters: ["ResultSize": "Unlimited"])).rows
        #expect(whole.count >= 25)
        for size in [1, 7] {
            let connection = try await tenant.connect(pageSize: size)
            let paged = try await connection.run(Cmdlet("Get-Mailbox", parameters: ["ResultSize": "Unlimited"])).rows
            #expect(try names(paged) == names(whole))
        }
    }

    @Test func changesAMailboxAndSeesTheChange() async throws {
        let connection = try await tenant.connect()
        try await connection.run(
            "Set-Mailbox",
            ["Identity": "adele@contoso.com", "EmailAddresses": .change(add: ["smtp:adele.second@contoso.com"])]
        )
        let row = try #require(
            try await connection.run(Cmdlet("Get-Mailbox", parameters: ["Identity": "adele@contoso.com"])).rows.first
        )
        #expect(try row["EmailAddresses"]?.arrayValue?.contains("smtp:adele.second@contoso.com") == true)
    }

    @Test(arguments: ["HiddenFromAddressListsEnabled", "LitigationHoldEnabled"])
    func putsASwitchBackToWhatItWas(_ name: String) async throws {
        let connection = try await tenant.connect()
        for flag in [true, false] {
            try await connection.run("Set-Mailbox", ["Identity": "adele@contoso.com", name: .flag(flag)])
            let rows = try await connection.run("Get-Mailbox", ["Identity": "adele@contoso.com"]).rows
            #expect(try rows.first?[name] == .bool(flag))
        }
    }

    @Test func namesTheObjectThatIsMissing() async throws {
        let connection = try await tenant.connect()
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await connection.run(Cmdlet("Get-Mailbox", parameters: ["Identity": "nobody@contoso.com"]))
        }
        #expect(error?.code == .notFound)
        #expect(error?.exceptionType?.hasSuffix("ManagementObjectNotFoundException") == true)
        #expect(error?.requestID?.isEmpty == false)
    }

    @Test(arguments: ["P3", "P2", "J"])
    func readsEveryShapeOfError(_ shape: String) async throws {
        let connection = try await tenant.connect()
        try tenant.control("PATCH", "settings", ["errorShape": .string(shape)])
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await connection.run(Cmdlet("Get-Mailbox", parameters: ["Identity": "nobody@contoso.com"]))
        }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains("nobody@contoso.com") == true)
    }

    @Test func filtersAsOPATHSays() async throws {
        let connection = try await tenant.connect()
        let shared = try await connection.run(
            Cmdlet("Get-Mailbox", parameters: ["Filter": "RecipientTypeDetails -eq 'SharedMailbox'"])
        ).rows
        #expect(!shared.isEmpty)
        #expect(try shared.allSatisfy { try $0["RecipientTypeDetails"] == "SharedMailbox" })
    }

    @Test func saysThatACursorRanOut() async throws {
        let connection = try await tenant.connect(pageSize: 5)
        var pages = connection.pages(of: Cmdlet("Get-Mailbox", parameters: ["ResultSize": "Unlimited"]))
            .makeAsyncIterator()
        _ = try await pages.next()
        try tenant.control("PATCH", "settings", ["cursorLifetime": 0])
        await #expect(throws: ExchangeError.self) {
            while try await pages.next() != nil {}
        }
    }

    @Test func keepsTheRowsBeforeACut() async throws {
        let connection = try await tenant.connect()
        let page = #"{"value":[{"Name":"a"},{"Name":"b"},{"Name":"c"}]}"#
        try tenant.control(
            "POST",
            "faults",
            ["target": "InvokeCommand", "status": 200, "body": .string(page), "cutAfter": 40]
        )
        var delivered: [String] = []
        let error = await #expect(throws: ExchangeError.self) {
            for try await page in connection.pages(of: Cmdlet("Get-Mailbox")) {
                delivered += try page.rows.compactMap { try $0["Name"]?.stringValue }
            }
        }
        #expect(error?.code == .incomplete)
        #expect(delivered == ["a", "b"])
    }

    @Test func survivesAPageOfHTML() async throws {
        let connection = try await tenant.connect()
        try tenant.control(
            "POST",
            "faults",
            ["target": "InvokeCommand", "status": 500, "body": "<html><body><h1>Server Error</h1></body></html>"]
        )
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "adele", "Office": "x"]))
        }
        #expect(error?.status == 500)
        #expect(error?.message.contains("<") == false)
    }

    @Test func tellsThatTheTenantRefusesAnOrdinaryRole() async throws {
        let globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
        let token = try tenant.issuedToken([
            "user": "adele@contoso.com", "claims": ["wids": [.string(globalReader)]],
        ])
        let connection = try await tenant.connect(.userPrincipalName("adele@contoso.com"), token: token)
        _ = try await connection.run(Cmdlet("Get-Mailbox", parameters: ["Identity": "adele"]))
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await connection.run(
                Cmdlet("Set-AcceptedDomain", parameters: ["Identity": "contoso.com", "DomainType": "InternalRelay"])
            )
        }
        #expect(error?.code == .forbidden && error?.status == 403, "\(String(describing: error))")
        #expect(error?.message.contains("Set-AcceptedDomain") == true)
    }

    @Test func tellsThatTheTenantAllowsNoCmdletThatItDoesNotHave() async throws {
        let connection = try await tenant.connect()
        let error = await #expect(throws: ExchangeError.self) {
            _ = try await connection.run(Cmdlet("Get-NoSuchThing", isChecked: false))
        }
        #expect(error?.code == .forbidden && error?.status == 403)
    }
}
