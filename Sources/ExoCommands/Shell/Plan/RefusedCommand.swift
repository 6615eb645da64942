/// Commands of PowerShell that are known and not run here, with the way to do the same.
enum RefusedCommand {
    private static let repairs: [(names: [String], repair: String)] = [
        (
            ["ForEach-Object", "foreach", "%"],
            "rows bind to a cmdlet by themselves: Get-Mailbox | Get-MailboxStatistics; a value alone: | Select-Object "
                + "-ExpandProperty Name; a property for a parameter of another name: | Select-Object "
                + "@{n='Mailbox';e='Alias'} | Export-Csv FILE, then Import-Csv FILE | Get-InboxRule"
        ),
        (["Write-Information", "Write-Warning", "Write-Error"], "write a text by Write-Output 'text'"),
        (["Get-Date"], "write the date itself in quotes: '2026-01-31'"),
        (
            ["ConvertTo-SecureString", "Get-Credential", "Read-Host"],
            "put a password into a file and write -Password @FILE"
        ),
        (
            ["Import-Module", "Install-Module", "Update-Module", "Get-Module", "Remove-Module", "Import-PSSession"],
            "nothing is to be loaded; Connect-ExchangeOnline connects, and Get-Command lists the cmdlets"
        ),
        (["Get-Member", "gm"], "| Format-List * shows what a row has"),
        (["Tee-Object", "tee"], "run the line twice, or keep what it gives by | Export-Csv FILE"),
        (["Out-GridView", "ogv"], "| Format-Table shows rows"),
        (["Out-String"], "| Out-File FILE keeps what is shown"),
        (["Format-Wide", "fw", "Format-Custom", "fc"], "| Format-Table and | Format-List show rows"),
        (["ConvertFrom-Json", "ConvertFrom-Csv"], "Import-Csv FILE gives rows"),
        (
            ["ConvertTo-Html", "Export-Clixml", "Import-Clixml", "ConvertTo-Xml"],
            "| ConvertTo-Json and | Export-Csv write rows"
        ),
        (["New-Object", "Add-Member", "Set-Variable", "Get-Variable", "Remove-Variable", "New-Variable"], ""),
        (["Compare-Object", "compare", "diff"], "write both sides by | Export-Csv and compare the files"),
        (["Invoke-Command", "icm", "Start-Job", "Invoke-Expression", "iex", "Start-Process"], ""),
        (["Start-Sleep", "sleep"], "exo waits by itself where the service asks for it"),
        (["Add-Content", "ac"], "| Out-File FILE -Append writes behind what a file holds"),
        (
            ["Get-ChildItem", "ls", "dir", "Set-Location", "cd", "Test-Path", "New-Item", "Remove-Item", "rm", "del"],
            ""
        ),
        (["Enter-PSSession", "New-PSSession", "Remove-PSSession", "Get-PSSession"], "Connect-ExchangeOnline connects"),
    ]

    /// What helps instead of a command; `nil` for a name that is none of these.
    static func repair(_ name: String) -> String? {
        let wanted = name.lowercased()
        guard let found = repairs.first(where: { $0.names.contains { $0.lowercased() == wanted } }) else { return nil }
        return found.repair.isEmpty
            ? "only cmdlets of the service and what chooses, sorts and writes rows run here" : found.repair
    }
}
