@testable import ExoCommands
import ExoJSON
import TestSupport
import Testing

/// Files that lines read and write.
struct ShellFileTests {
    private let shell: ShellRun

    init() throws { shell = try ShellRun() }

    @Test func aFileWhoseColumnsDoNotFitSaysWhatToDo() async throws {
        let only = try shell.run.file("only.csv", "Identity,Team\nadele,1\n")
        let given = await shell("Import-Csv '\(only)' | Set-Mailbox adele")
        #expect(
            given.errors.contains("The line itself gives Set-Mailbox -Identity, and no other column"),
            "\(given.errors)"
        )
        let unnamed = try shell.run.file("unnamed.csv", "upn,Office\nadele@contoso.com,1\n")
        let nameless = await shell("Import-Csv '\(unnamed)' | Set-Mailbox")
        #expect(
            nameless.errors.contains("| Select-Object *, @{Name='Identity'; Expression='upn'}"),
            "\(nameless.errors)"
        )
        let renamed = await shell(
            "Import-Csv '\(unnamed)' | Select-Object *, @{Name='Identity'; Expression='upn'} | Set-Mailbox"
        )
        #expect(renamed.code == .done, "\(renamed.errors)")
        let twice = try shell.run.file("twice.csv", "Identity,identity\nadele,1\n")
        #expect(
            await shell("Import-Csv '\(twice)' | Get-Mailbox").errors.contains("twice.csv: the file has the column")
        )
    }

    @Test func rowsOfAFileBindByTheirColumns() async throws {
        let file = try shell.run.file(
            "users.csv",
            "\u{FEFF}Identity;CustomAttribute2;Department\r\nadele;\"one;two\";Sales\r\nalex;;Sales\r\n"
        )
        let outcome = await shell("Import-Csv '\(file)' | Set-Mailbox -CustomAttribute1 csv")
        #expect(outcome.code == .done, "said: \(outcome.errors)")
        #expect(outcome.errors.contains("left out of every row: Department"), "said: \(outcome.errors)")
        let rows = try await shell.rows("Get-Mailbox | where CustomAttribute1 -eq csv | select Alias, CustomAttribute2")
        #expect(rows.map { $0["Alias"] } == ["adele", "alex"])
        #expect(rows.first?["CustomAttribute2"] == "one;two")
        let mapped = try await shell.rows(
            "Import-Csv '\(file)' | Select-Object @{n='Identity';e={$_.Identity}} | Get-Mailbox | select Alias"
        )
        #expect(mapped == [["Alias": "adele"], ["Alias": "alex"]])
        let sent = shell.sent.count
        let bad = try shell.run.file("bad.csv", "Identity,AuditEnabled\nadele,true\nalex,perhaps\n")
        let refused = await shell("Import-Csv '\(bad)' | Set-Mailbox")
        #expect(refused.code == .usage && refused.errors.contains("Row 2:"), "said: \(refused.errors)")
        #expect(shell.sent.count == sent, "something was sent")
    }

    @Test func aRowOfAFileThatFailsIsNamed() async throws {
        let file = try shell.run.file(
            "people.csv",
            "Identity,CustomAtribute1\nadele,a\nskipped,b\nnobody-here,c\nalex,d\n"
        )
        let outcome = await shell(
            "Import-Csv '\(file)' | where Identity -ne skipped | Get-Mailbox | select Alias",
            "-o",
            "csv"
        )
        #expect(outcome.code == .incomplete && outcome.output == "Alias\nadele\nalex\n", "said: \(outcome.errors)")
        #expect(outcome.errors.contains("exo: row 3: "), "said: \(outcome.errors)")
        let mistyped = await shell("Import-Csv '\(file)' | where Identity -eq alex | Set-Mailbox -Office x")
        #expect(
            mistyped.errors.contains("left out of every row: CustomAtribute1; did you mean CustomAttribute1"),
            "said: \(mistyped.errors)"
        )
    }

    @Test func aPasswordComesFromAFile() async throws {
        let secret = try shell.run.file("secret.txt", "Zwetschge-1!x\n")
        let made = await shell(
            "New-Mailbox -Name shelly -MicrosoftOnlineServicesID shelly@contoso.com -Password @\(secret) | select Alias"
        )
        #expect(made.code == .done, "said: \(made.errors)")
        #expect(!(made.errors + made.output).contains("Zwetschge"))
        #expect(try await shell.rows("Get-Mailbox shelly | select Name") == [["Name": "shelly"]])
    }

    @Test func writesFormsAndFiles() async throws {
        let path = shell.run.folder + "/out.csv"
        #expect(
            try await shell.text("Get-Mailbox adele | select Alias,Nothing | Export-Csv '\(path)' -NoTypeInformation")
                == ""
        )
        #expect(try shell.run.content("out.csv") == "\"Alias\",\"Nothing\"\n\"adele\",\n")
        #expect(await shell("Get-Mailbox adele | Export-Csv '\(path)' -NoClobber").code == .usage)
        _ = try await shell.text("Get-Mailbox alex | select Alias,Nothing | Export-Csv '\(path)' -Append")
        #expect(try shell.run.content("out.csv") == "\"Alias\",\"Nothing\"\n\"adele\",\n\"alex\",\n")
        // The heading of the file says what is written, in which order.
        _ = try await shell.text("Get-Mailbox lee | select Nothing,Alias | Export-Csv '\(path)' -Append")
        #expect(try shell.run.content("out.csv").hasSuffix("\"alex\",\n\"lee\",\n"))
        let other = await shell("Get-Mailbox lee | select Name,Nothing | Export-Csv '\(path)' -Append")
        #expect(other.code == .usage && other.errors.contains("the rows have no Alias"), "said: \(other.errors)")
        #expect(try shell.run.content("out.csv").hasSuffix("\"lee\",\n"))
        let text = "A,WhenCreated\n2026-07-02T01:04:05.123+02:00,2026-07-02T01:04:05Z\n"
        let times = try shell.run.file("times.csv", text)
        #expect(
            try await shell.text("Import-Csv '\(times)' | ConvertTo-Csv")
                == "\"A\",\"WhenCreated\"\n\"2026-07-02T01:04:05.123+02:00\",\"2026-07-02T01:04:05Z\"\n"
        )
        let fresh = shell.run.folder + "/fresh.csv"
        _ = try await shell.text("Get-Mailbox adele | select Alias | Export-Csv '\(fresh)' -Append -Encoding utf8BOM")
        #expect(try shell.run.content("fresh.csv").hasSuffix("\"Alias\"\n\"adele\"\n"))
        let asked = await shell.run.run([
            "Get-Mailbox", "adele", "--csv-for", "powershell", "--columns", "Alias,WhenCreated",
        ])
        let piped = try await shell.text("Get-Mailbox adele | select Alias,WhenCreated | ConvertTo-Csv")
        #expect(piped == asked.output && piped.contains("/20"), "\(piped)\(asked.output)")
        #expect(
            try await shell.text("Get-Mailbox adele | select Alias | ConvertTo-Json")
                == "{\n  \"Alias\": \"adele\"\n}\n"
        )
        #expect(
            try await shell.text("Get-Mailbox adele | select Alias | ConvertTo-Json -Compress -AsArray")
                == "[{\"Alias\":\"adele\"}]\n"
        )
        #expect(try await shell.text("Get-Mailbox adele | fl Alias,Name").hasPrefix("Alias : adele\n"))
        #expect(try await shell.text("Get-Mailbox adele | ft Alias").hasPrefix("Alias\n-----\nadele\n"))
        #expect(try await shell.text("Get-Mailbox | Out-Null") == "")
        _ = try await shell.text("Get-Mailbox adele | ft Alias | Out-File '\(shell.run.folder)/out.txt'")
        #expect(try shell.run.content("out.txt") == "Alias\n-----\nadele\n")
        let own = try await shell.rows("Get-Command *-MailboxPermission | select Name")
        #expect(own.contains(["Name": "Get-MailboxPermission"]))
        #expect(try await shell.text("Get-Help Get-MailboxPermission").contains("USAGE: exo Get-MailboxPermission"))
        let sizes = try await shell.text("Get-Help Get-Mailbox -Parameter Result*,Filter")
        #expect(sizes.contains("-ResultSize <") && sizes.contains("-Filter <") && !sizes.contains("-Identity"))
        let examples = try await shell.text("help Get-Mailbox")
        #expect(try await shell.text("Get-Help Get-Mailbox -ex").split(separator: "\n").allSatisfy(examples.contains))
        #expect(try await shell.text("Get-Help -Name Get-Mailbox") == examples)
    }

    @Test func aFileKeepsItsModeAndALinkAndADeviceStayWhatTheyAre() async throws {
        let path = try shell.run.file("kept.csv", "old\n", mode: 0o640)
        try shell.run.link("link.csv", to: "kept.csv")
        _ = try await shell.text("Get-Mailbox adele | select Alias | Export-Csv '\(shell.run.folder)/link.csv'")
        #expect(try shell.run.content("kept.csv") == "\"Alias\"\n\"adele\"\n")
        #expect(try shell.run.mode("kept.csv") == 0o640)
        #expect(try shell.run.isLink("link.csv"))
        _ = try await shell.text("Get-Mailbox alex | select -ExpandProperty Alias | Out-File '\(path)' -Append")
        #expect(try shell.run.content("kept.csv").hasPrefix("\"Alias\"\n\"adele\"\n"))
        #expect(try shell.run.content("kept.csv").contains("alex"))
        #expect(await shell("Get-Mailbox nobody-here | Export-Csv '\(path)'").code == .failed)
        #expect(try shell.run.content("kept.csv").contains("alex"))
        _ = try await shell.text("Get-Mailbox adele | Out-File /dev/null")
        #expect(try PartReader("/dev/null", shell.run.context()).next() == nil)
        #expect(try shell.run.names().filter { $0.contains(".csv") } == ["kept.csv", "link.csv"])
    }

    @Test func aFileThatCannotBeReadIsToldOfWithoutItsCells() async throws {
        let file = try shell.run.file("open.csv", "Name,Password\nadele,\"Zwetschge-1\n")
        let outcome = await shell("Import-Csv '\(file)' | Get-Mailbox")
        #expect(outcome.code == .usage && outcome.errors.contains("row 1 of the file"), "said: \(outcome.errors)")
        #expect(
            outcome.errors.contains("in column 2") && !outcome.errors.contains("Zwetschge"),
            "said: \(outcome.errors)"
        )
    }

    @Test func whatOnePipelineWritesTheNextReads() async throws {
        let path = try shell.run.file("chosen.csv", "Identity\nalex\n")
        let folder = try #require(shell.run.folder.split(separator: "/").last)
        let names = [path, shell.run.folder + "/./chosen.csv", shell.run.folder + "/../\(folder)/chosen.csv"]
        let fresh = shell.run.folder + "/fresh.csv"
        for (written, read) in names.map({ (path, $0) }) + [(fresh, fresh)] {
            _ = try shell.run.file("chosen.csv", "Identity\nalex\n")
            let outcome = await shell(
                "Get-Mailbox adele | Select-Object @{Name='Identity'; Expression='Alias'} | Export-Csv '\(written)'; "
                    + "Import-Csv '\(read)' | Set-Mailbox -CustomAttribute1 chosen"
            )
            #expect(outcome.code == .done, "said: \(outcome.errors)")
        }
        let marked = try await shell.rows("Get-Mailbox | where CustomAttribute1 -eq chosen | select Alias")
        #expect(marked == [["Alias": "adele"]])
        let sent = shell.sent.count
        let refused = await shell("Get-Mailbox adele | Export-Csv '\(fresh)'; Import-Csv '\(fresh)' | Set-Mailbx")
        #expect(refused.code == .usage && shell.sent.count == sent, "said: \(refused.errors)")
    }
}
