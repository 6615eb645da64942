internal import CmdletCatalogue

/// `exo shell-init`: functions by which cmdlets typed in PowerShell are run by this program.
enum ShellInit {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        guard invocation.argument(0)?.lowercased() == "powershell" else {
            throw invocation.usageError(
                "the shell is powershell; the others run cmdlets as they are: exo Get-Mailbox",
                details: ["completion for bash, zsh and fish: exo completion <shell>"]
            )
        }
        let names = try names(invocation)
        try context.output.write(Array(script(for: names).utf8))
        return .done
    }

    private static func names(_ invocation: Invocation) throws -> [String] {
        let all = CmdletCatalogue.names.filter { CmdletCatalogue.cmdlet(named: $0)?.module != "connection" }
        guard let wanted = invocation.value("cmdlets") else { return all }
        return try wanted.split(separator: ",").flatMap { word -> [String] in
            let pattern = WildcardPattern(word.lowercased())
            let found = all.filter { pattern.matches($0.lowercased()) }
            guard !found.isEmpty else {
                throw invocation.usageError(
                    "no cmdlet fits '\(word)'",
                    details: DidYouMean.lines(CmdletCatalogue.nearestNames(to: String(word)))
                )
            }
            return found
        }
    }

    private static func script(for names: [String]) -> String {
        functions + "& { foreach ($name in @(\n"
            + names.map { "    '\($0)'" }.joined(separator: ",\n")
            + "\n)) { Set-Item -Path \"function:global:$name\" -Value ([scriptblock]::Create("
            + "\"Invoke-ExoCmdlet '$name' `$args @(`$input)\")) } }\n"
    }

    /// Writes a call as the line that `exo shell` reads as PowerShell does, and gives rows as objects.
    ///
    /// A row that is handed on, or given as a value, stands for its identity.
    private static let functions = #"""
        if ($PSVersionTable.PSVersion.Major -lt 7 -or ($PSVersionTable.PSVersion.Major -eq 7 -and $PSVersionTable.PSVersion.Minor -lt 3)) {
            throw 'exo: this needs PowerShell 7.3 or later; older ones damage arguments that hold quotes'
        }
        function global:ConvertTo-ExoText($Value) {
            if ($null -eq $Value) { return '$null' }
            if ($Value -is [bool] -or $Value -is [switch]) { return '$' + ([bool] $Value).ToString().ToLowerInvariant() }
            if ($Value -is [securestring] -or $Value -is [pscredential]) {
                throw 'exo: a secret is no argument, where others can read it; run exo itself with -Parameter @FILE'
            }
            if ($Value -is [byte[]]) { return $Value -join ',' }
            if ($Value -is [System.Collections.IDictionary]) {
                $members = @(foreach ($key in $Value.Keys) { (ConvertTo-ExoText "$key") + '=' + (ConvertTo-ExoText $Value[$key]) })
                return '@{' + ($members -join ';') + '}'
            }
            if ($Value -is [System.Collections.IEnumerable] -and $Value -isnot [string]) {
                $parts = @(foreach ($part in $Value) { ConvertTo-ExoText $part })
                if ($parts.Count -eq 0) { return '@()' }
                return $parts -join ','
            }
            if ($Value -is [System.Management.Automation.PSCustomObject]) {
                if (-not $Value.PSObject.Properties['Identity']) { throw 'exo: an object without Identity cannot be handed to a cmdlet' }
                $Value = $Value.Identity
            }
            if ($Value -is [datetimeoffset]) { $Value = $Value.UtcDateTime }
            if ($Value -is [datetime]) { $Value = $Value.ToUniversalTime().ToString('o') }
            if ($Value -is [System.IFormattable]) { $Value = $Value.ToString($null, [cultureinfo]::InvariantCulture) }
            return "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent("$Value") + "'"
        }
        function global:Invoke-ExoCmdlet([string] $Name, [object[]] $Arguments, [object[]] $Objects) {
            $PSNativeCommandArgumentPassing = 'Standard'
            $line = $Name
            $isOpen = $false
            foreach ($argument in $Arguments) {
                $isName = $argument -is [string] -and $null -ne $argument.PSObject.Properties['<CommandParameterName>']
                $isBare = $isName -or ($argument -is [string] -and $argument -cmatch '^--[a-z][a-z-]*$')
                $text = if ($isBare) { "$argument" } else { ConvertTo-ExoText $argument }
                $line += if ($isOpen) { $text } else { ' ' + $text }
                $isOpen = $isName -and $argument.EndsWith(':')
            }
            $lines = @($line)
            if ($Objects.Count -gt 0) {
                $texts = @(foreach ($object in $Objects) { ConvertTo-ExoText $object })
                $lines = for ($first = 0; $first -lt $texts.Count; $first += 100) {
                    ($texts[$first..([Math]::Min($first + 99, $texts.Count - 1))] -join ',') + ' | ' + $line
                }
            }
            foreach ($line in $lines) {
                & exo shell --output ndjson --command $line | ForEach-Object { ConvertFrom-Json -InputObject $_ }
                if ($LASTEXITCODE -ne 0) { Write-Error "exo: $Name ended with exit code $LASTEXITCODE" }
            }
        }

        """#
}
