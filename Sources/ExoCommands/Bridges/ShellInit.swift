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
        functions + "foreach ($name in @(\n"
            + names.map { "    '\($0)'" }.joined(separator: ",\n")
            + "\n)) { Set-Item -Path \"function:global:$name\" -Value ([scriptblock]::Create("
            + "\"`$input | Invoke-ExoCmdlet '$name' `$args\")) }\n"
    }

    /// Writes each argument as one word of the command line, in the notation that exo reads, and gives rows as objects.
    private static let functions = #"""
        function global:ConvertTo-ExoWord($Value, [switch] $Nested) {
            if ($null -eq $Value) { return '$null' }
            if ($Value -is [bool] -or $Value -is [switch]) { return '$' + "$([bool] $Value)".ToLowerInvariant() }
            if ($Value -is [datetime]) { return $Value.ToUniversalTime().ToString('o') }
            if ($Value -is [System.Collections.IDictionary]) {
                $members = foreach ($key in $Value.Keys) { "$key=" + (ConvertTo-ExoWord $Value[$key] -Nested) }
                return '@{' + ($members -join ';') + '}'
            }
            if ($Value -is [System.Collections.IEnumerable] -and $Value -isnot [string]) {
                return (@($Value) | ForEach-Object { ConvertTo-ExoWord $_ -Nested }) -join ','
            }
            if ($Value -is [System.IFormattable]) { $Value = $Value.ToString($null, [cultureinfo]::InvariantCulture) }
            if ($Nested) { return "'" + "$Value".Replace("'", "''") + "'" }
            "$Value"
        }
        function global:Invoke-ExoCmdlet([string] $Name, [object[]] $Arguments) {
            $words = [System.Collections.Generic.List[string]]::new()
            foreach ($argument in $Arguments) {
                $word = ConvertTo-ExoWord $argument
                if ($words.Count -and $words[-1] -match '^-\w+:$') { $words[$words.Count - 1] += $word } else { $words.Add($word) }
            }
            & exo run $Name --output ndjson @words | ForEach-Object { $_ | ConvertFrom-Json }
        }

        """#
}
