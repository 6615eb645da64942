import ExchangeOnline
import ExoJSON
import TestSupport
import Testing

/// What a cmdlet takes from the rows of another, as the official module's pipeline was seen to bind it.
struct PipelineTests {
    private func sent(_ cmdlet: Cmdlet) async throws -> JSONValue {
        let bench = Bench([Page.reply(0..<0)])
        _ = try await bench.run(cmdlet)
        let body = try JSONValue(parsing: try #require(bench.transport.requests.first?.body))
        return try #require(body["CmdletInput"]?["Parameters"])
    }

    private static let mailbox: JSONValue = [
        "Identity": "contoso/ada", "DisplayName": "Ada", "Alias": "ada", "Guid": "x",
        "PrimarySmtpAddress": "ada@contoso.com",
    ]

    @Test func aRowGivesWhatIsTakenByNameAndNothingElse() async throws {
        let cmdlet = try Cmdlet("Set-Mailbox", parameters: ["DisplayName": "New"]).taking(Self.mailbox)
        #expect(try await sent(cmdlet) == ["DisplayName": "New", "Identity": "contoso/ada"])
    }

    @Test func whatIsGivenStays() async throws {
        let cmdlet = Cmdlet("Get-MailboxStatistics", parameters: ["id": "bo"])
        let error = #expect(throws: ExchangeError.self) { try cmdlet.taking(Self.mailbox) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("takes nothing of what is handed to it") == true, "\(error?.message ?? "")")
    }

    @Test func aTextIsWhatTheCmdletTakesFirst() async throws {
        #expect(try await sent(try Cmdlet("Get-Mailbox").taking("ada")) == ["Identity": "ada"])
    }

    @Test func anObjectIsTakenItselfWhereNoPropertyIsTakenByItsName() async throws {
        let entry: JSONValue = ["Identity": "Mail Recipients\\Get-Mailbox", "Name": "Get-Mailbox"]
        let added = try Cmdlet("Add-ManagementRoleEntry", parameters: ["Role": "Mine"]).taking(entry)
        #expect(try await sent(added) == ["Role": "Mine", "ParentRoleEntry": "Mail Recipients\\Get-Mailbox"])
        let member = try Cmdlet("Add-DistributionGroupMember", parameters: ["Identity": "g"]).taking(Self.mailbox)
        #expect(try await sent(member) == ["Identity": "g", "Member": "contoso/ada"])
    }

    @Test func theRowsOfOneCmdletFeedTheNext() async throws {
        let bench = Bench([
            .json(#"{"value":[{"Identity":"a","Identity@data.type":"x"},{"Identity":"b"}]}"#), Page.reply(0..<0),
            Page.reply(0..<0),
        ])
        let connection = try await bench.connection()
        for try await row in connection.rows(of: "Get-Mailbox") {
            try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Office": "1"]).taking(row))
        }
        let sent = try bench.transport.requests.dropFirst().map { request in
            try JSONValue(parsing: try #require(request.body))["CmdletInput"]?["Parameters"]?["Identity"]
        }
        #expect(sent == ["a", "b"])
    }

    @Test func theMostCertainNameOfAnEntityCounts() async throws {
        let bench = Bench([.json(#"{"@odata.context":"x","value":[]}"#)])
        let entity: JSONValue = [
            "ExternalDirectoryObjectId": "00000000-0000-0000-0000-0000000000ab", "Identity": "Ada",
            "UserPrincipalName": "a@b.c",
        ]
        _ = try await bench.run(try Cmdlet("Get-EXOMobileDeviceStatistics").taking(entity))
        // The official module asks for a device of the mailbox's name.
        let key = "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMGFi"
        #expect(bench.transport.requests.first?.url.contains("/Mailbox('\(key)')/MobileDevice/") == true)
    }

    @Test(arguments: [JSONValue.null, .object([:]), ["Identity": ""], ["Nothing": "x"]])
    func whatNothingIsTakenOfIsRefused(_ value: JSONValue) {
        let error = #expect(throws: ExchangeError.self) { try Cmdlet("Set-Mailbox").taking(value) }
        #expect(error?.code == .invalidRequest)
    }
}
