@testable import ExoCommands
import TestSupport
import Testing

/// What rows of a line look like.
struct ShellScreenTests {
    private let shell: ShellRun

    init() throws { shell = try ShellRun() }

    @Test func manyPropertiesOfSelectObjectAreAListOnATerminal() async throws {
        shell.run.useTerminal(width: 300)
        shell.run.hasStatusLine = false
        let large = "Get-Mailbox adele | Select-Object Alias,Name,Office,Company,Department"
        let lists = [large, "\(large) | Select-Object -First 1", "Get-Mailbox adele | select *quota*"]
        for line in lists {
            let text = try await shell.text(line)
            #expect(
                text.contains("Alias      : adele\n") || text.contains("\nProhibitSendReceiveQuota "),
                "\(line): \(text)"
            )
            #expect(!text.contains("-----"), "\(line): \(text)")
        }
        let tables = [
            "Get-Mailbox adele | select Alias,Name,Office,Company", "\(large) | Format-Table", "\(large) | ft *",
        ]
        for line in tables {
            let text = try await shell.text(line)
            #expect(text.contains("-----") && text.contains("adele"), "\(line): \(text)")
        }
        #expect(try await shell.text(large, "--output", "table").contains("-----"))
        let file = shell.run.folder + "/rows.txt"
        _ = try await shell.text("\(large) | Out-File \(file)")
        #expect(try shell.run.content("rows.txt").contains("Alias      : adele\n"))
    }

    @Test func oneAndTheSameErrorOfManyRowsIsToldThreeTimes() async throws {
        let file = try shell.run.file("rows.csv", "Identity\n" + String(repeating: "nobody-here\n", count: 40))
        let outcome = await shell("Import-Csv '\(file)' | Set-Mailbox -Office x")
        #expect(outcome.code == .failed, "said: \(outcome.errors)")
        #expect(shell.sent.count { $0 == "Set-Mailbox" } == 40)
        let told = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("exo: ") }
        #expect(told.count == 4 && told.last?.hasPrefix("exo: 37 more failed the same: ") == true, "\(told)")
        #expect(told.prefix(3).enumerated().allSatisfy { $1.hasPrefix("exo: row \($0 + 1): ") }, "\(told)")
    }

    @Test(arguments: [
        (
            "New-ActiveSyncDeviceAccessRule -QueryString iPhone -Characteristic DeviceType -AccessLevel Block",
            "AccessLevel"
        ),
        ("Get-ExternalInOutlook", "AllowList"), ("New-MobileDeviceMailboxPolicy -Name Field", "PasswordEnabled"),
    ])
    func aTableShowsWhatMatters(line: String, column: String) async throws {
        let heading = try await shell.text(line, "--output", "table").split(separator: "\n")[0]
        #expect(heading.split(separator: " ").contains(Substring(column)), "\(heading)")
    }
}
