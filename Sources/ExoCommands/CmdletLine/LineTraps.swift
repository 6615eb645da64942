internal import ExchangeOnline

/// What PowerShell would send without a word although nobody means it.
enum LineTraps {
    /// Refuses what cannot be meant, and tells what may not be.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - cmdlet: What it calls.
    /// - Returns: What is to be told before the call is sent.
    /// - Throws: `BindingError` with the place.
    static func notes(_ call: LineCall, _ cmdlet: BindableCmdlet) throws -> [String] {
        var notes: [String] = []
        var parameter: BindableParameter?
        for (index, argument) in call.arguments.enumerated() {
            if let name = argument.argument.name {
                parameter = try cmdlet.parameter(name)
                if let found = parameter, let value = argument.argument.value {
                    notes += try Self.notes(value, found, argument.place)
                }
                continue
            }
            guard let value = argument.argument.value else { continue }
            let isBehindName =
                index > 0 && call.arguments[index - 1].argument.name != nil
                && call.arguments[index - 1].argument.value == nil
            if isBehindName, let found = parameter, found.isSwitch {
                if case .bool(let flag) = value { throw apart(found, flag, argument.place, cmdlet) }
            }
            let target = isBehindName && parameter?.isSwitch == false ? parameter : cmdlet.first
            if let target { notes += try Self.notes(value, target, argument.place) }
        }
        return notes
    }

    private static func apart(
        _ parameter: BindableParameter,
        _ flag: Bool,
        _ place: Range<Int>,
        _ cmdlet: BindableCmdlet
    ) -> BindingError {
        let taker = cmdlet.first.map { ", and would take the value for -\($0.name)" } ?? ""
        var error = BindingError(
            .unexpectedArgument,
            "-\(parameter.name) is a switch, and $\(flag) stands apart from it: PowerShell would turn it on\(taker).",
            parameter: parameter,
            correction: "-\(parameter.name):$\(flag)"
        )
        error.place = place
        return error
    }

    private static func notes(
        _ value: PowerShellValue,
        _ parameter: BindableParameter,
        _ place: Range<Int>
    ) throws -> [String] {
        if case .script(let text) = value, !takesScript(parameter),
            !parameter.isFilterOrIdentity || text.contains("$_")
        {
            throw block(parameter, place)
        }
        guard parameter.isFilterOrIdentity || parameter.form == .text else { return [] }
        switch value {
        case .number(let number):
            guard parameter.netType != "String" else { return [] }
            let sent = number.json.text()
            guard sent != number.text else { return [] }
            if case .double = number.value, number.text.allSatisfy(\.isWholeNumber), number.text.count > 15 {
                var error = BindingError(
                    .ambiguousValue,
                    "\(number.text) without quotes is a number, and loses its last digits: \(sent) would be sent.",
                    parameter: parameter,
                    correction: ShellQuotes.powerShell(number.text)
                )
                error.place = place
                throw error
            }
            return [
                "-\(parameter.name): \(number.text) without quotes is the number \(sent); for a name write "
                    + ShellQuotes.powerShell(number.text)
            ]
        case .list(let elements) where elements.dropFirst().contains(where: isPartOfName):
            let whole = elements.map(\.text).joined(separator: ",")
            return [
                "-\(parameter.name): \(whole) without quotes is a list of \(elements.count); for one name write "
                    + ShellQuotes.powerShell(whole)
            ]
        default: return []
        }
    }

    /// Whether what stands in braces is an expression of the service's, which PowerShell passes as its text.
    private static func takesScript(_ parameter: BindableParameter) -> Bool {
        ["filter", "query", "condition"].contains { parameter.name.lowercased().hasSuffix($0) }
    }

    private static func block(_ parameter: BindableParameter, _ place: Range<Int>) -> BindingError {
        var error = BindingError(
            .unsupported,
            "-\(parameter.name) {…} is a script block: it is not run, and its text would be stored.",
            parameter: parameter,
            repair:
                "Write the value itself in quotes; where each row has its own: Select-Object and Export-Csv write a file "
                + "with the columns Identity and \(parameter.name), then Import-Csv FILE | and the cmdlet."
        )
        error.place = place
        return error
    }

    /// Whether a text is a part of a distinguished name.
    private static func isPartOfName(_ value: PowerShellValue) -> Bool {
        guard case .text(let text) = value else { return false }
        return ["ou=", "dc=", "cn=", "o="].contains { text.lowercased().hasPrefix($0) }
    }
}
