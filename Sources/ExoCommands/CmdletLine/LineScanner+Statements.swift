internal import ExchangeOnline

/// Statements of a line, and what of PowerShell's language is refused by its name.
extension LineScanner {
    /// What stands up to the next semicolon or line break.
    mutating func pipeline() throws -> LinePipeline {
        var pipeline = LinePipeline()
        if try startsValue() {
            let start = place
            // An object at hand is a row.
            let object = "[pscustomobject]"
            if text(from: place, to: place + object.count + 1).lowercased() == object + "@" { place += object.count }
            pipeline.values = try Self.values(expression())
            try skipBlanks()
            guard current == "|" else {
                throw unsupported(
                    "a value alone does nothing, and operators are not run",
                    at: isAtEnd ? start : place,
                    repair: "Pipe it to a cmdlet: 'adele' | Get-Mailbox."
                )
            }
        } else {
            pipeline.calls.append(try call())
        }
        while current == "|" {
            guard next != "|" else { throw chain }
            let bar = place
            place += 1
            try skipBlanks(lineBreaks: true)
            guard !isAtEnd else { throw unfinished("a command is missing behind '|'", at: bar) }
            pipeline.calls.append(try call(isFirst: false))
        }
        return pipeline
    }

    /// What a value gives to a pipeline: nothing for `$null`, its elements for a list.
    private static func values(_ value: PowerShellValue) -> [PowerShellValue] { value.isNull ? [] : value.elements }

    /// Whether a literal value begins here; refuses other beginnings that are no command.
    private mutating func startsValue() throws -> Bool {
        guard let scalar = current else { return false }
        switch scalar {
        case _ where scalar.isSingleQuote || scalar.isDoubleQuote: return true
        case "@" where next == "(" || next == "{" || next?.isSingleQuote == true || next?.isDoubleQuote == true:
            return true
        case "(", "0"..."9": return true
        case "[": return try startsCast()
        case "$" where next == "(" || next == "{": throw subexpression
        case "$" where next?.continuesName == true: return try startsConstant()
        case "{":
            throw unsupported(
                "a script block is not run",
                at: place,
                repair: "Write the calls one after another, with ';' between them."
            )
        case "&", ".":
            throw unsupported(
                "'\(scalar)' runs a script or a program, and only cmdlets run here",
                at: place,
                repair: "Lines of a file run by: exo shell < FILE."
            )
        case "|": throw syntax("a command is missing before '|'", at: place)
        default: return false
        }
    }

    /// A type in brackets before a value; methods of types are refused by their name.
    private func startsCast() throws -> Bool {
        var end = place
        while end < scalars.count, scalars[end] != "]", !scalars[end].isLineBreak { end += 1 }
        guard end + 1 < scalars.count, scalars[end + 1] == ":" else { return true }
        throw unsupported(
            "\(text(from: place, to: end + 1)) is a type of .NET, whose methods cannot be called",
            at: place,
            repair: "Write the value itself."
        )
    }

    /// `$true`, `$false` and `$null`; other variables are refused.
    private func startsConstant() throws -> Bool {
        var scanner = self
        do {
            _ = try scanner.variable()
            return true
        } catch var error as BindingError {
            guard let end = error.place?.upperBound else { throw error }
            scanner.place = end
            try scanner.skipBlanks()
            guard scanner.current == "=" || scanner.next == "=" else { throw error }
            error.message =
                "At character \(place + 1): \(text(from: place, to: end)) is assigned to, and no variables are kept here."
            error.repair = "Pipe the rows to what needs them: Get-Mailbox adele | Get-MailboxStatistics."
            throw error
        }
    }

    private static let keywords: [String: String] = [
        "foreach": "Rows come one by one behind '|': Get-Mailbox | Get-MailboxStatistics.",
        "for": "", "while": "", "do": "", "switch": "",
        "if": "Choose rows by Where-Object: Get-Mailbox | Where-Object Name -like a*.",
        "function": "", "filter": "", "class": "", "enum": "", "param": "", "begin": "", "process": "", "end": "",
        "try": "A call that fails ends the lines after it, unless --keep-going is given.",
        "trap": "A call that fails ends the lines after it, unless --keep-going is given.",
        "throw": "", "return": "", "break": "", "continue": "", "data": "",
        "using": "Nothing is to be loaded here.",
    ]

    /// Refuses what begins a statement of the language.
    func refuseKeyword(_ name: String, at start: Int) throws {
        guard let repair = Self.keywords[name.lowercased()] else { return }
        throw unsupported(
            "'\(name)' belongs to PowerShell's language, of which nothing is run here",
            at: start,
            repair: repair.isEmpty ? "Write each call as a line of its own." : repair
        )
    }

    /// Refuses what joins commands or leads output elsewhere.
    func refuseOperator() throws {
        guard let scalar = current else { return }
        switch scalar {
        case "&" where next == "&": throw chain
        case "&":
            throw unsupported(
                "'&' runs a command in the background, and calls run one after another here",
                at: place,
                repair: "Put a text with it in quotes."
            )
        case ">", "<": throw redirection
        case "1"..."6", "*":
            if next == ">" { throw redirection }
        default: return
        }
    }

    private var chain: BindingError {
        unsupported(
            "'\(next.map(String.init) ?? "")\(next.map(String.init) ?? "")' chains commands by their success",
            at: place,
            repair: "Write ';' between the calls; the first that fails ends the rest."
        )
    }

    private var redirection: BindingError {
        let isOfErrors = current == "2"
        return unsupported(
            "'\(text(from: place, to: current == ">" || current == "<" ? place + 1 : place + 2))' redirects output",
            at: place,
            repair: isOfErrors
                ? "Errors are not told with -ErrorAction SilentlyContinue behind the cmdlet, warnings with -WarningAction."
                : "Rows go to a file by | Out-File FILE or | Export-Csv FILE, and nowhere by | Out-Null."
        )
    }

    var subexpression: BindingError {
        unsupported(
            "sub-expressions are not run",
            at: place,
            repair: "Write the value itself, or pipe the rows: Get-Mailbox adele | Get-MailboxStatistics."
        )
    }
}
