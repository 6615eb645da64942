@testable import ExoCommands
import ExoJSON
import HTTPServer
import TestSupport
import Testing

/// Lines of a shell beside an emulated tenant with its seeded mailboxes.
final class ShellRun {
    let run: TestRun
    let tenant: EmulatedTenant

    init() throws {
        run = try TestRun(clock: TestClock(advancesItself: true))
        tenant = try EmulatedTenant(run)
        let token = try tenant.control(
            "POST",
            "tokens",
            ["kind": "none", "user": .string(EmulatedTenant.person), "resource": "https://outlook.office365.com"]
        )
        run.environment["EXO_ACCESS_TOKEN"] = try #require(token["access_token"]?.stringValue)
        run.environment["EXO_USER_PRINCIPAL_NAME"] = EmulatedTenant.person
    }

    /// Runs a line.
    func callAsFunction(_ line: String, _ options: String...) async -> TestRun.Outcome {
        await run.run(["shell", "-c", line] + options)
    }

    /// What a line writes, where it succeeds.
    func text(_ line: String, _ options: String...) async throws -> String {
        let outcome = await run.run(["shell", "-c", line] + options)
        try #require(outcome.code == .done, "said: \(outcome.errors)")
        return outcome.output
    }

    /// The rows that a line gives.
    func rows(_ line: String) async throws -> [JSONValue] {
        let text = try await text(line, "--output", "json")
        return try #require(try JSONValue(parsing: text).arrayValue)
    }

    /// The cmdlets that were sent so far.
    var sent: [String] {
        tenant.transport.requests.compactMap { request in
            guard request.target.contains("/InvokeCommand") else { return nil }
            do { return try JSONValue(parsing: request.body)["CmdletInput"]?["CmdletName"]?.stringValue } catch {
                return nil
            }
        }
    }
}
