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
            reason: "pipelines, chains, redirections and statements need PowerShell; only single calls are read",
            lines: [
                #"$a='adele'; Get-Mailbox "$a@contoso.com""#,
                #"$a='adele'; Get-Mailbox $a"#,
                #"$null | Get-Mailbox"#,
                #"$p=@{Identity='adele';ResultSize=5}; Get-Mailbox @p"#,
                #"'adele' | Get-Mailbox"#,
                #"'adele','bob' | Get-Mailbox"#,
                #"@() | Get-Mailbox"#,
                #"Get-Mailbox a&b"#,
                #"Get-Mailbox adele && Get-Mailbox bob"#,
                #"Get-Mailbox adele 2>&1 | Out-Null"#,
                #"Get-Mailbox adele > $null"#,
                #"Get-Mailbox adele | Get-MailboxStatistics"#,
                #"Get-Mailbox adele | Select Name,Guid"#,
                #"Get-Mailbox adele | Set-Mailbox -CustomAttribute1 x"#,
                #"Get-Mailbox adele | fl"#,
                #"Get-Mailbox a|b"#,
                #"Get-Mailbox | ForEach-Object { Get-MailboxPermission $_.Name }"#,
                #"Get-Mailbox | Select-Object -First 1"#,
                #"Get-Mailbox | Where-Object Name -eq user1 | Set-Mailbox -CustomAttribute1 x"#,
                #"[pscustomobject]@{Alias='adele'} | Get-Mailbox"#,
                #"[pscustomobject]@{Identity='adele'} | Get-Mailbox"#,
                #"[pscustomobject]@{Name='adele'} | Get-Mailbox"#,
                #"foreach ($x in 'a','b') { Get-Mailbox $x }"#,
            ]
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
