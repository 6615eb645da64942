import ExchangeOnline
import Testing

@testable import ExoCommands

/// Command lines and what PowerShell with the official module made of them.
///
/// Every line is one cmdlet call to give the same parameters or to be refused for the same reason; the exceptions are
/// listed with theirs, and an exception that is none any more fails.
struct RecordedLinesTests {
    @Test(arguments: RecordedLine.all)
    func doesWhatPowerShellDid(_ recorded: RecordedLine) {
        let difference = recorded.difference
        if let reason = RecordedLine.exceptions[recorded.line] {
            #expect(difference != nil, "no exception any more: \(reason)")
        } else {
            #expect(difference == nil, "\(difference ?? "")")
        }
    }

    @Test func whatOnlyPowerShellCanRunIsRefusedAsThat() throws {
        var bound: [String] = []
        for line in RecordedLine.exceptions.keys.sorted() {
            do {
                _ = try CommandLineReader.read(line: line)
                bound.append(line)
            } catch let error as BindingError {
                #expect(error.code == .unsupported, "\(line)")
            }
        }
        #expect(
            bound == [
                "Get-Mailbox $null", "Get-Mailbox ''", "New-ComplianceSearch x",
                "Set-Mailbox adele -EmailAddresses @{Add=@{x=1}}",
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
        #expect(exceptions.count == 4)
    }
}
