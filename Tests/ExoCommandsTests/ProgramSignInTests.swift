import ExoCommands
import ExoJSON
import TestSupport
import Testing

/// Connections whose tokens other programs get: those of Azure, by their own names on the path.
struct ProgramSignInTests {
    private let run: TestRun
    private let tenant: EmulatedTenant

    init() throws {
        run = try TestRun()
        tenant = try EmulatedTenant(run)
    }

    struct Tool: Sendable, CustomTestStringConvertible {
        var option: String
        var program: String
        /// What it prints around the token.
        var printed: String
        var arguments: String
        var signInCommand: String
        var testDescription: String { option }
    }

    private static let tools = [
        Tool(
            option: "--azure-cli",
            program: "az",
            printed: #"{"accessToken":"TOKEN","expires_on":1780003600,"tenant":"TENANT","tokenType":"Bearer"}"#,
            arguments:
                "account get-access-token --output json --resource https://outlook.office365.com --tenant 11111111-1111-4111-8111-111111111111",
            signInCommand: "az login"
        ),
        Tool(
            option: "--azd",
            program: "azd",
            printed: #"{"token":"TOKEN","expiresOn":"2026-05-28T21:26:40Z"}"#,
            arguments:
                "auth token --output json --scope https://outlook.office365.com/.default --tenant-id 11111111-1111-4111-8111-111111111111",
            signInCommand: "azd auth login"
        ),
    ]

    private func install(_ tool: Tool, _ script: String) throws {
        try run.file("bin/\(tool.program)", "#!/bin/sh\n\(script)\n", mode: 0o700)
        run.environment["PATH"] = run.folder + "/bin:/usr/bin:/bin"
    }

    private func words(_ tool: Tool) -> [String] { ["connect", "--organization", "contoso.com", tool.option] }

    @Test(arguments: tools)
    func worksAsWhoeverIsSignedInThere(_ tool: Tool) async throws {
        let token = try #require(
            try tenant.control("POST", "tokens", ["client": .string(EmulatedTenant.automation)])["access_token"]?
                .stringValue
        )
        try run.file("printed", tool.printed.replacing("TOKEN", with: token))
        try install(tool, "echo \"$@\" >> '\(run.folder)/asked'; cat '\(run.folder)/printed'")
        let connected = await run.run(words(tool))
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(try run.content("asked") == tool.arguments + "\n")
        let listed = await run("Get-AcceptedDomain")
        #expect(listed.code == .done, "said: \(listed.errors)")
        #expect(tenant.tokenRequests.isEmpty)
        // The tool keeps its tokens itself.
        #expect(try !run.content(".config/exo/secrets/contoso.com~tokens").contains("secret"))
        let stored = try JSONValue(parsing: Array(run.connection().utf8))
        #expect(stored["source"]?["kind"]?.stringValue == String(tool.option.dropFirst(2)))
    }

    @Test(arguments: tools)
    func saysThatNobodyIsSignedInThere(_ tool: Tool) async throws {
        try install(
            tool,
            "echo 'ERROR: Please run \(tool.signInCommand) to set up an account; very-secret' >&2; exit 1"
        )
        let outcome = await run.run(words(tool))
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains("nobody is signed in"), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: \(tool.signInCommand)"), "said: \(outcome.errors)")
        #expect(!outcome.errors.contains("very-secret"))
    }

    @Test(arguments: tools)
    func saysThatTheToolIsNotThere(_ tool: Tool) async throws {
        run.environment["PATH"] = run.folder
        let outcome = await run.run(words(tool))
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains(tool.program), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: "), "said: \(outcome.errors)")
        #expect(!run.has(".config/exo"))
    }
}
