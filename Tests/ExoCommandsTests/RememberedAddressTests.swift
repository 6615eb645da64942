@testable import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The address that a stored connection remembers.
struct RememberedAddressTests {
    private static let door = "https://outlook.office365.com/"
    private static let region = "https://eur.outlook.office365.com/"
    private static let redirect = ScriptedReply.text(
        "",
        status: 302,
        headers: ["Location": "\(region)adminapi/beta/\(TestToken.contoso)/InvokeCommand"]
    )

    @Test func isCorrectedByWhereTheServiceAnswered() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)

        let first = run.script(Self.redirect, TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(first.requests.map { $0.url.hasPrefix(Self.door) } == [true, false])

        let second = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(second.requests.first?.url.hasPrefix(Self.region) == true)

        let third = run.script(.failure(.cannotResolve), TestRun.page("{\"Name\":\"a\"}"))
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(third.requests.map { $0.url.hasPrefix(Self.region) } == [true, false])

        let fourth = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(fourth.requests.first?.url.hasPrefix(Self.door) == true)
    }

    /// What happens to the connection's file while a command runs.
    enum Meanwhile: CaseIterable {
        case guarded, disconnected, removed, replaced
    }

    @Test(arguments: Meanwhile.allCases) func whatOthersWroteMeanwhileStays(_ change: Meanwhile) async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        let path = run.folder + "/.config/exo/connections/contoso.com.json"
        let before = try run.connection()
        let scripted = ScriptedTransport([Self.redirect, TestRun.page("{\"Name\":\"a\"}")])
        run.transport = DetourTransport { request in
            if request.url.hasPrefix(Self.region) {
                let written =
                    switch change {
                    case .guarded: before.replacing("\"version\": 1,", with: "\"version\": 1, \"readOnly\": true,")
                    case .disconnected:
                        before.replacing("\"version\": 1,", with: "\"version\": 1, \"disconnected\": true,")
                    case .replaced: before.replacing("admin@contoso.com", with: "other@contoso.com")
                    case .removed: ""
                    }
                try #require(written != before)
                if change == .removed {
                    try FileManager.default.removeItem(atPath: path)
                } else {
                    try Data(written.utf8).write(to: URL(filePath: path))
                }
            }
            return try await scripted.send(request)
        }
        let outcome = await run("Get-Mailbox")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(!outcome.errors.contains("is not kept"), "\(outcome.errors)")
        guard change != .removed else {
            #expect(!run.has(".config/exo/connections/contoso.com.json"))
            return
        }
        let after = try JSONValue(parsing: Array(try run.connection().utf8))
        switch change {
        case .guarded: #expect(after["readOnly"] == true)
        case .disconnected: #expect(after["disconnected"] == true)
        case .replaced: #expect(after["userPrincipalName"] == "other@contoso.com")
        case .removed: break
        }
        // The address is of the connection that was used, and not of another one of that name.
        #expect((after["connectionURI"]?.stringValue?.hasPrefix("https://eur.") == true) == (change != .replaced))
    }

    @Test func staysWhenNothingAnswers() async throws {
        let run = try TestRun()
        #expect(await run.connect().code == .done)
        run.script(Self.redirect, TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        run.script(.failure(.cannotResolve), .failure(.cannotResolve))
        #expect(await run("Get-Mailbox").code == .failed)
        let after = run.script(TestRun.page("{\"Name\":\"a\"}"))
        #expect(await run("Get-Mailbox").code == .done)
        #expect(after.requests.first?.url.hasPrefix(Self.region) == true)
    }
}
