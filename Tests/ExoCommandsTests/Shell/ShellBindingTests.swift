@testable import ExoCommands
import ExoJSON
import TestSupport
import Testing

/// Which parameter takes the rows before a cmdlet, and what is said of values that are documented.
struct ShellBindingTests {
    private let shell: ShellRun

    init() throws { shell = try ShellRun() }

    @Test func rowsGoToTheParameterOfTheSetThatTheLineChooses() async throws {
        _ = try await shell.text("New-ManagementRole -Name Mine -Parent 'Mail Recipients'")
        _ = try await shell.text(#"Remove-ManagementRoleEntry 'Mine\Get-Mailbox' -Confirm:$false"#)
        let gone = await shell(#"Get-ManagementRoleEntry 'Mine\Get-Mailbox'"#)
        #expect(gone.code != .done || !gone.output.contains("Get-Mailbox"), "said: \(gone.output)")
        _ = try await shell.text(
            #"Get-ManagementRoleEntry 'Mail Recipients\Get-Mailbox' | Add-ManagementRoleEntry -Role Mine"#
        )
        let entries = try await shell.rows(#"Get-ManagementRoleEntry 'Mine\Get-Mailbox'"#)
        #expect(entries.map { $0["Name"] } == ["Get-Mailbox"])
    }

    @Test func aMessageInMIMEIsNoSlip() async throws {
        let outcome = await shell(
            "New-MailContact -Name MF -ExternalEmailAddress mf@fabrikam.com -MessageFormat Mime -MessageBodyFormat Html"
        )
        #expect(outcome.code == .done && !outcome.errors.contains("has no value"), "said: \(outcome.errors)")
    }

    @Test func aSpanThatIsNoneIsCalledASpan() async throws {
        let outcome = await shell("New-MobileDeviceMailboxPolicy -Name P -DevicePolicyRefreshInterval 24:00:00")
        #expect(outcome.errors.contains("takes a span of time, not '24:00:00'"), "said: \(outcome.errors)")
        let number = await shell("New-MobileDeviceMailboxPolicy -Name Q -DevicePolicyRefreshInterval soon")
        #expect(number.errors.contains("takes a number, not 'soon'"), "said: \(number.errors)")
    }
}
