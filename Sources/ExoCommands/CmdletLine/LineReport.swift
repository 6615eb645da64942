internal import ExchangeOnline

/// Says what is wrong with a line, and where.
struct LineReport {
    /// The whole text.
    let line: String
    /// How many cells a person has.
    let width: Int

    /// The error as it is told.
    ///
    /// - Parameters:
    ///   - error: What is wrong.
    ///   - call: The call that it is about, where it is known.
    /// - Returns: The cause, the line with a mark, and what helps.
    func commandError(_ error: BindingError, in call: LineCall? = nil) -> CommandError {
        if let call, let filter = SplitFilter(of: call.name, in: call.words) {
            let place = call.arguments.first { $0.argument.name?.lowercased() == filter.parameter.lowercased() }?.place
            return CommandError(
                .usage,
                filter.message,
                details: SecretLine.isOne(line) ? [] : LineExcerpt(line, place ?? call.namePlace, width: width).lines,
                repair: "write -\(filter.parameter) \(Self.quoted(filter.text))"
            )
        }
        var details: [String] = []
        if let place = error.place ?? call?.place(of: error), !SecretLine.isOne(line) {
            details += LineExcerpt(line, place, width: width).lines
        }
        details += DidYouMean.lines(error.nearestNames)
        if let repair = error.repair { details.append(Self.sentence(repair)) }
        var next = error.correction.map { "write \($0)" }
        switch (error.code, error.parameter?.form) {
        case (.exposedSecret, _):
            details = details.filter { !$0.contains("--parameters") }
            next = error.parameter.map { "put it into a file that only you can read, and write -\($0.name) @FILE" }
        case (.transformation, .boolean), (.missingArgument, .boolean):
            next = error.parameter.map { "write -\($0.name) $true or -\($0.name) $false" }
        case (.transformation, .bytes):
            next = error.parameter.map { "write -\($0.name) @FILE, without quotes around it" }
        case (.transformation, .switch): next = error.parameter.map { "write -\($0.name) or -\($0.name):$false" }
        case (.unknownParameter, _), (.missingMandatory, _), (.parameterSet, _), (.ambiguousParameter, _):
            if next == nil, let call { next = "Get-Help \(call.name)" }
        case (.unknownCmdlet, _):
            next = next ?? call.map { "Get-Command *\($0.name.split(separator: "-").last.map(String.init) ?? "")*" }
        default: break
        }
        return CommandError(.usage, Self.sentence(error.message), details: details, repair: next)
    }

    /// A filter in the quotes that its own leave.
    private static func quoted(_ text: String) -> String {
        text.contains("\"") || text.contains("$") || text.contains("`") ? ShellQuotes.powerShell(text) : "\"\(text)\""
    }

    /// Messages of errors end without a full stop.
    private static func sentence(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}
