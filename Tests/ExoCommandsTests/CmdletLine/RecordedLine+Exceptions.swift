extension RecordedLine {
    /// Lines that are treated otherwise than PowerShell did, each with the reason.
    static let exceptions: [String: String] = {
        var exceptions: [String: String] = [:]
        for (reason, lines) in reasons {
            for line in lines { exceptions[line] = reason }
        }
        return exceptions
    }()

    private static let reasons: [(reason: String, lines: [String])] = [
        (
            reason:
                "the official client breaks on a table within a table before it is sent; here it is sent with its mark",
            lines: [
                #"Set-Mailbox adele -EmailAddresses @{Add=@{x=1}}"#
            ]
        ),
        (
            reason: "PowerShell sends an identity that is nothing, and the service takes it for every object",
            lines: [
                #"Get-Mailbox ''"#,
                #"Get-Mailbox $null"#,
            ]
        ),
        (
            reason: "PowerShell passes the rest as one text that fits no position; here the mark itself is refused",
            lines: [
                #"Get-Mailbox --% -Identity adele"#
            ]
        ),
        (
            reason: "PowerShell takes a variable that does not exist for $null; here every variable is refused",
            lines: [
                #"Get-Mailbox $undefined"#,
                #"Get-Mailbox @a"#,
            ]
        ),
        (
            reason: "operators, commands, members, methods and other types need PowerShell; only literals are read",
            lines: [
                #"Get-Mailbox "$(1+1)""#,
                #"Get-Mailbox 'a'.Length"#,
                #"Get-Mailbox ('a'+'b')"#,
                #"Get-Mailbox (1+1)"#,
                #"Get-Mailbox (Get-Date '2026-01-02')"#,
                #"Get-Mailbox a(b)"#,
                #"Get-MessageTrace -StartDate (Get-Date '2026-01-31T10:00:00') -EndDate '02/01/2026'"#,
                #"Import-TransportRuleCollection -FileData ([Convert]::FromBase64String('AQID'))"#,
                #"Import-TransportRuleCollection -FileData ([System.Text.Encoding]::UTF8.GetBytes('hi'))"#,
                #"New-Mailbox -Name a -Alias a -MicrosoftOnlineServicesID a@contoso.com -Password "#
                    + #"(ConvertTo-SecureString 'P@ss w0rd!é' -AsPlainText -Force)"#,
                #"Set-Mailbox adele -EmailAddresses ('a,b' -split ',')"#,
                #"Set-Mailbox adele -EmailAddresses ([pscustomobject]@{Add='a'})"#,
                #"Set-MailboxAutoReplyConfiguration adele -StartTime (Get-Date '2026-01-31T10:00:00')"#,
                #"Set-MailboxAutoReplyConfiguration adele -StartTime "#
                    + #"([datetimeoffset]'2026-01-31T10:00:00+02:00')"#,
                #"Set-MobileDeviceMailboxPolicy p -MaxInactivityTimeLock ([timespan]::FromDays(30))"#,
            ]
        ),
        (
            reason: "chains, redirections, variables and statements need PowerShell; nothing of its language is run",
            lines: [
                #"$a='adele'; Get-Mailbox "$a@contoso.com""#,
                #"$a='adele'; Get-Mailbox $a"#,
                #"$p=@{Identity='adele';ResultSize=5}; Get-Mailbox @p"#,
                #"Get-Mailbox a&b"#,
                #"Get-Mailbox adele && Get-Mailbox bob"#,
                #"Get-Mailbox adele 2>&1 | Out-Null"#,
                #"Get-Mailbox adele > $null"#,
                #"Get-Mailbox | ForEach-Object { Get-MailboxPermission $_.Name }"#,
                #"foreach ($x in 'a','b') { Get-Mailbox $x }"#,
            ]
        ),
        (
            reason:
                "PowerShell turns the switch on and takes the truth value for the identity; here the trap is pointed out",
            lines: [#"Get-Mailbox -Archive $false"#]
        ),
        (
            reason: "PowerShell takes an id without quotes for a number and loses its last digits; here it is refused",
            lines: [#"Get-Mailbox 12345678901234567890"#]
        ),
        (
            reason: "PowerShell sends an empty identity for an object without one, which means every mailbox",
            lines: [
                #"[pscustomobject]@{Alias='adele'} | Get-Mailbox"#,
                #"[pscustomobject]@{Name='adele'} | Get-Mailbox"#,
            ]
        ),
        (
            reason: "nothing has no rows, so nothing is sent; PowerShell fails at a method of null",
            lines: [#"$null | Get-Mailbox"#]
        ),
        (
            reason:
                "Security & Compliance was not connected; which cmdlets a connection has is checked when it is used",
            lines: [
                #"New-ComplianceSearch x"#
            ]
        ),
    ]
}
