extension HelpTopic {
    static let lines = HelpTopic(
        "lines",
        "Lines: what may be typed in exo shell.",
        """
        A line is one cmdlet, or several: joined by | each takes the rows of the one
        before it, with ; between them they run one after another.

          Get-Mailbox adele | Select-Object Alias, PrimarySmtpAddress
          Get-Mailbox | Where-Object Office -eq Bonn | Set-Mailbox -MaxSendSize 20MB
          Import-Csv people.csv | Add-MailboxPermission -AccessRights FullAccess
          Get-Mailbox | Export-Csv boxes.csv; Get-AcceptedDomain

          rows       Where-Object, Select-Object, Sort-Object, Group-Object,
                     Measure-Object
          files      Import-Csv, Get-Content, Export-Csv, Out-File, @file for a value
          forms      Format-Table, Format-List, ConvertTo-Json, ConvertTo-Csv, Out-Null
          options    behind the first cmdlet: Get-Mailbox --output csv --limit 5
          values     'a text', 'one','two', @{Add='a'}, $true, $null, 10MB

        It is no PowerShell: variables, $(...), loops and methods are refused before
        anything is sent, with the way that works here.

          help Get-Mailbox          what a cmdlet takes, with examples (Get-Mailbox -?)
          help Where-Object         what a command behind | takes
          exo cmdlet search words   the cmdlets that do something
          exo connection list       the connections; exo connection use NAME changes it
          exo help topics           more to read
          exit                      leaves, as Ctrl-D does

        Tab completes. A line that ends in | or in an open quote goes on with the next
        one. Ctrl-C ends the line that runs, not the shell.
        """
    )
}
