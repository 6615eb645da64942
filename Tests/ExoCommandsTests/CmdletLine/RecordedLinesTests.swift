import ExchangeOnline
import Testing

@testable import ExoCommands

/// Command lines and what PowerShell with the official module made of them.
///
/// Every line is to send the same calls with the same parameters or to be refused for the same reason, pipelines included; the
/// exceptions are listed with theirs, and an exception that is none any more fails.
struct RecordedLinesTests {
    @Test(arguments: RecordedLine.all)
    func doesWhatPowerShellDid(_ recorded: RecordedLine) async throws {
        let difference = try await recorded.difference
        if let reason = RecordedLine.exceptions[recorded.line] {
            #expect(difference != nil, "no exception any more: \(reason)")
        } else {
            #expect(difference == nil, "\(difference ?? "")")
        }
    }

    /// What needs the language is refused by its name before anything runs; what is read nevertheless is named here.
    @Test func whatOnlyPowerShellCanRunIsRefusedAsThat() async throws {
        let run = try TestRun()
        var others: [String] = []
        for line in RecordedLine.exceptions.keys.sorted() {
            let outcome = await run("shell", "-c", line)
            do {
                _ = try CommandLineReader.read(line: line)
                others.append(line)
            } catch let error as BindingError {
                #expect(error.code == .unsupported, "\(line)")
                #expect(error.repair != nil && error.place != nil, "\(line)")
                #expect(outcome.code == .usage && outcome.output.isEmpty, "\(line): \(outcome.errors)")
                #expect(outcome.errors.contains("^") || SecretLine.isOne(line), "\(line): \(outcome.errors)")
            }
        }
        #expect(
            others == [
                "$null | Get-Mailbox", "Get-Mailbox $null", "Get-Mailbox ''", "Get-Mailbox -Archive $false",
                "Get-Mailbox 12345678901234567890",
                "Get-Mailbox | ForEach-Object { Get-MailboxPermission $_.Name }", "New-ComplianceSearch x",
                "Set-Mailbox adele -EmailAddresses @{Add=@{x=1}}", "[pscustomobject]@{Alias='adele'} | Get-Mailbox",
                "[pscustomobject]@{Name='adele'} | Get-Mailbox",
            ]
        )
    }

    @Test func exceptionsAreLinesOfTheRecord() {
        let lines = Set(RecordedLine.all.map(\.line))
        for line in RecordedLine.exceptions.keys { #expect(lines.contains(line), "\(line)") }
    }

    @Test func recordIsComplete() {
        #expect(RecordedLine.all.count == 380)
        let demanded = RecordedLine.all.filter { RecordedLine.demandedGroups.contains($0.group) }
        #expect(demanded.count == 181)
        let exceptions = demanded.filter { RecordedLine.exceptions[$0.line] != nil }
        #expect(exceptions.count == 5)
    }
}
