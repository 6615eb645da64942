import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the articles print is nobody's to read here.
private func print(_ items: Any...) {}

/// The code of the libraries' pages and of the README: every line of it stands here word for word, and runs where it can.
struct ArticleTests {
    private let tenant: LocalTenant
    private let folder: TemporaryFolder
    private let cloud = Cloud.emulator()
    private let client: ExchangeClient
    private var path: String { folder.path + "/notes" }

    init() throws {
        tenant = try LocalTenant()
        folder = try TemporaryFolder()
        client = ExchangeClient(transport: tenant.transport)
    }

    private func request(_ identity: ConnectionIdentity) async throws -> ConnectionRequest {
        ConnectionRequest(
            cloud: cloud,
            identity: identity,
            tokenSource: PassedTokenSource(try await tenant.token())
        )
    }

    // MARK: What is only compiled, for it asks Microsoft

    private func landing(_ text: String) async throws {
        let client = ExchangeClient()
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(text))
            )
        )
        let outcome = try await connection.run("Get-OrganizationConfig")
        for warning in outcome.warnings { print("warning:", warning) }
        print(try outcome.objects)
    }

    private func readme(_ tokenText: String) async throws {
        struct Mailbox: Decodable, Sendable {
            var primarySmtpAddress: String
        }
        let connection = try await ExchangeClient().connect(
            ConnectionRequest(
                identity: .organization("contoso.onmicrosoft.com"),
                tokenSource: PassedTokenSource(try AccessToken(tokenText))
            )
        )
        try await connection.run(
            "Set-Mailbox",
            ["Identity": "adele", "EmailAddresses": .change(add: ["smtp:a@contoso.com"])]
        )
        for try await mailbox in connection.rows(of: "Get-Mailbox", ["ResultSize": "Unlimited"], as: Mailbox.self) {
            print(mailbox.primarySmtpAddress)  // Mailbox is any Decodable of yours
        }
    }

    private func checking(_ fileContents: [UInt8], _ transport: any HTTPTransport) async throws {
        let token = try AccessToken(bytes: fileContents)
        let resolver = TenantResolver(transport: transport, cloud: .commercial)
        let identity = ConnectionIdentity.userPrincipalName("admin@contoso.com")
        let tenant = try await resolver.tenantID(of: identity.tenantName)
        let target = TokenTarget(cloud: .commercial, identity: identity, resolvedTenantID: tenant)
        let found = TokenCheck.contradictions(of: token, for: target, now: Date())
        print(found)
    }

    private func reporting(_ text: String) throws {
        let token = try AccessToken(text)
        print(TokenReport(token, now: Date()))
        let target = TokenTarget(cloud: .commercial, identity: .userPrincipalName("admin@contoso.com"))
        for contradiction in TokenCheck.contradictions(of: token, for: target, now: Date()) {
            print(contradiction)
        }
    }

    // MARK: What runs

    @Test func readsJSON() throws {
        let value = try JSONValue(parsing: #"{"Name":"Ada","Rules":[18446744073709551615]}"#)
        print(value["Name"]?.stringValue ?? "", value.text())
        #expect(value.text().contains("18446744073709551615"))
    }

    @Test func connectsWithAToken() async throws {
        let request = try await request(.organization("fabrikam.onmicrosoft.com"))
        do {
            let connection = try await client.connect(request)
            print(connection.information.tokenExpiry ?? "the token does not say when it ends")
            Issue.record("a token of another tenant was taken")
        } catch let error as ExchangeError where error.code == .tokenRefused {
            for contradiction in error.contradictions { print(contradiction.message, contradiction.repair) }
            #expect(!error.contradictions.isEmpty)
        }
    }

    @Test func givesParameters() async throws {
        struct Mailbox: Decodable, Sendable {
            var displayName: String
            var primarySmtpAddress: String
            var prohibitSendQuota: ByteCount?
        }
        struct Dialog {
            func confirms(_ question: String) async -> Bool { !question.isEmpty }
        }
        let dialog = Dialog()
        let connection = try await tenant.connect()
        try await connection.run(
            "Set-Mailbox",
            ["Identity": "adele", "EmailAddresses": .change(add: ["smtp:a@contoso.com"]), "AuditEnabled": true]
        )
        for try await row in connection.rows(of: "Get-Mailbox", ["RecipientTypeDetails": "SharedMailbox"]) {
            try await connection.run(Cmdlet("Set-Mailbox", parameters: ["MaxSendSize": "50MB"]).taking(row))
        }
        for try await mailbox in connection.rows(of: "Get-Mailbox", ["ResultSize": "Unlimited"], as: Mailbox.self) {
            print(mailbox.primarySmtpAddress)
        }
        try await connection.run("Remove-Mailbox", ["Identity": "adele"]) { question in
            await dialog.confirms(question)
        }
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Get-Mailbox", ["Identity": "adele@contoso.com"])
        }
        #expect(error?.code == .notFound)
    }

    @Test func listsEverything() async throws {
        let connection = try await tenant.connect()
        let listing = connection.pages(of: Cmdlet("Get-Mailbox", resultSize: .unlimited))
        for try await page in listing {
            for row in page.rows { print(try row["PrimarySmtpAddress"]?.stringValue ?? "") }
            for warning in page.warnings { print("warning:", warning) }
        }
        var count = 0
        for try await row in connection.rows(of: "Get-Mailbox", onWarning: { print("warning:", $0) }) {
            print(try row["Alias"]?.stringValue ?? "")
            count += 1
        }
        #expect(count > 20)
    }

    @Test func watchesConnections() async throws {
        let client = ExchangeClient(
            observer: EventHandler { event in
                if case .waiting(let wait, let left) = event.details {
                    print(event.subject.cmdlet ?? "", wait.reason, wait.duration, "\(left.attempts) attempts left")
                }
            }
        )
        _ = client
        let (transport, observer) = (tenant.transport, ObserverGroup())
        let authority = AuthorityClient(transport: transport, observer: observer.ofSignIn)
        #expect(try await authority.endpoints(of: Authority(cloud, tenant: "contoso.com")).token.hasSuffix("/token"))
        let connection = try await tenant.connect()
        let incoming = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        try await TraceContext.$current.withValue(TraceContext(traceparent: incoming)) {
            try await connection.run("Get-OrganizationConfig")
        }
    }

    @Test func guardsChanges() async throws {
        let request = try await request(.organization("contoso.onmicrosoft.com"))
        do {
            var request = request
            request.guardRails = GuardRails(allowedCmdlets: ["Get-*", "Set-Mailbox", "Remove-*"], confirmsTenant: true)
            request.changeLog = ChangeLog(path: path)
            let connection = try client.connection(request)
            try await connection.run("Set-Mailbox", ["Identity": "adele", "Office": "7/1"])
            do {
                try await connection.run("Remove-Mailbox", ["Identity": "adele"])
                Issue.record("the tenant's name was not asked for")
            } catch let error as ExchangeError where error.code == .guarded {
                print(error.message)
            }
        }
        let report = try ChangeLogReport(ofLog: path)
        print("\(report.changes) changes, \(report.unfinished.count) without an end, intact: \(report.isIntact)")
        #expect(report.changes == 1 && report.unfinished.isEmpty && report.isIntact)
    }

    @Test func makesManyCalls() async throws {
        let users = ["adele@contoso.com", "alex@contoso.com", "nobody@contoso.com"]
        let connection = try await tenant.connect()
        let calls = AsyncStream<BulkCall> { stream in
            for (line, user) in users.enumerated() {
                let parameters: CmdletParameters = ["Identity": .text(user), "AuditEnabled": true]
                stream.yield(BulkCall(line: line + 1, Cmdlet("Set-Mailbox", parameters: parameters)))
            }
            stream.finish()
        }
        let tenantID = connection.information.tenantID
        let journal = try BulkJournal.begin(at: path, tenantID: tenantID, cmdlet: "Set-Mailbox")
        let summary = try await connection.bulk(calls, journal: journal) { result in
            if let error = result.error { print("line \(result.line): \(error.message)") }
        }
        print("\(summary.done) done, \(summary.failed) failed, \(summary.unknown) unknown")
        #expect(summary.done == 2 && summary.failed == 1)
    }

    @Test func asksManyTenants() async throws {
        let domains = ["contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com"]
        var tokens: [String: AccessToken] = [:]
        for domain in domains { tokens[domain] = try await tenant.token(tenant: domain) }
        let known = try domains.map { try #require(tokens[$0]) }
        @Sendable func source(for domain: String) -> any TokenSource {
            PassedTokenSource(known[domain == "contoso.onmicrosoft.com" ? 0 : 1])
        }
        let (client, cloud) = (client, cloud)
        let members = domains.map { domain in
            FleetMember(domain, subject: domain) {
                try client.connection(
                    ConnectionRequest(cloud: cloud, identity: .organization(domain), tokenSource: source(for: domain))
                )
            }
        }
        let all = try await Fleet(members, parallel: 8).run(
            Cmdlet("Get-AcceptedDomain"),
            each: { event in
                switch event {
                case .page(let name, _, let page):
                    for row in page.rows { print(name, try row["DomainName"]?.stringValue ?? "") }
                case .ended(let result):
                    if let error = result.error { print(result.name, error.message) }
                }
            }
        )
        print("\(all.done) tenants done, \(all.failed) failed")
        #expect(all.done == 2 && all.isComplete)
    }

    // MARK: The pages

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static let pages =
        [
            "ConnectingWithAToken", "ExchangeOnline", "GivingParameters", "GuardingChanges", "ListingEverything",
            "MakingManyCalls", "WatchingConnections",
        ].map { "Sources/ExchangeOnline/Documentation.docc/\($0).md" } + [
            "Sources/EntraTokens/Documentation.docc/CheckingAToken.md",
            "Sources/EntraTokens/Documentation.docc/EntraTokens.md",
            "Sources/ExoJSON/Documentation.docc/ExoJSON.md",
            "README.md",
        ]

    @Test(arguments: pages) func everyLineStandsHere(_ page: String) throws {
        func lines(_ text: some StringProtocol) -> [String] {
            text.split(separator: "\n").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
        }
        let here = Set(lines(try Self.text("Tests/EndToEndTests/ArticleTests.swift")))
        let blocks = try Self.text(page).components(separatedBy: "```swift\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
        #expect(!blocks.isEmpty)
        for line in blocks.flatMap({ lines($0) }) { #expect(here.contains(line), "\(line)") }
    }

    @Test(arguments: ["ExoJSON", "ExoTransport", "EntraTokens", "ExchangeOnline"])
    func everyPublicTypeHasItsPlace(_ module: String) throws {
        let folder = "Sources/\(module)"
        let page = try Self.text("\(folder)/Documentation.docc/\(module).md")
        let files = try FileManager.default.subpathsOfDirectory(atPath: Self.root.appending(path: folder).path)
            .filter { $0.hasSuffix(".swift") }
        #expect(!files.isEmpty)
        let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
        for file in files {
            for line in try Self.text("\(folder)/\(file)").split(separator: "\n") where line.hasPrefix("public ") {
                let words = line.split(separator: " ")
                guard let kind = words.firstIndex(where: kinds.contains), kind + 1 < words.count, kind <= 2 else {
                    continue
                }
                let name = words[kind + 1].prefix { $0.isLetter || $0.isNumber }
                #expect(page.contains("- ``\(name)``"), "\(name) of \(file)")
            }
        }
    }
}
