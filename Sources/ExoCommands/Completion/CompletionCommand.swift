/// `exo completion`: thin scripts that ask `exo __complete` what may come next.
enum CompletionCommand {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        switch invocation.argument(0) {
        case "bash": try context.output.write(Array(bash.utf8))
        case "zsh": try context.output.write(Array(zsh.utf8))
        case "fish": try context.output.write(Array(fish.utf8))
        case "powershell", "pwsh": try context.output.write(Array(powershell.utf8))
        default: throw invocation.usageError("the shell is bash, zsh, fish or powershell")
        }
        return .done
    }

    private static let bash = """
        _exo() {
            local IFS=$'\\n' line word="${COMP_WORDS[COMP_CWORD]}"
            COMPREPLY=()
            while IFS=$'\\t' read -r line _; do COMPREPLY+=("$line"); done \\
                < <(exo __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            [ "${COMPREPLY[0]}" != :files ] || COMPREPLY=($(compgen -f -- "$word"))
        }
        complete -F _exo exo

        """

    private static let zsh = """
        #compdef exo
        _exo() {
            local -a found
            local line
            while IFS= read -r line; do found+=("${line/$'\\t'/:}"); done \\
                < <(exo __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
            if [[ ${found[1]} == :files ]]; then _files; elif (( ${#found} )); then _describe exo found; fi
        }
        compdef _exo exo

        """

    private static let fish = """
        function __exo_complete
            set -l found (exo __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)
            if test "$found[1]" = :files
                __fish_complete_path (commandline -ct)
            else
                printf '%s\\n' $found
            end
        end
        complete -c exo -f -a '(__exo_complete)'

        """

    private static let powershell = """
        Register-ArgumentCompleter -Native -CommandName exo -ScriptBlock {
            param($word, $line, $cursor)
            $words = @($line.CommandElements | Select-Object -Skip 1 |
                Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object {
                    if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { "$_" }
                })
            foreach ($found in & exo __complete -- @words $word 2>$null) {
                if ($found -eq ':files') { return }
                $text, $help = $found -split "`t", 2
                $shown = if ($text -match '[\\s'']') { "'" + $text.Replace("'", "''") + "'" } else { $text }
                [System.Management.Automation.CompletionResult]::new($shown, $text, 'ParameterValue', "$(if ($help) { $help } else { $text })")
            }
        }

        """
}
