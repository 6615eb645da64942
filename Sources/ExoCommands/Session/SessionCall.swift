internal import ExchangeOnline
internal import ExoJSON

/// A call of one of the module's own commands, bound as any cmdlet is.
struct SessionCall {
    private let parameters: JSONObject

    /// Binds the words of a command.
    ///
    /// - Parameters:
    ///   - name: The command, which the catalogue knows.
    ///   - invocation: The command line.
    ///   - refusal: Why a parameter cannot be given here; asked before any value is looked at, so that no message holds one.
    /// - Throws: ``CommandError``.
    init(_ name: String, _ invocation: Invocation, refusal: (String) -> CommandError?) throws {
        let arguments = CommandLineReader.read(words: invocation.cmdletWords)
        do {
            let cmdlet = try BindableCmdlet(named: name)
            for written in arguments.compactMap(\.name) {
                if let error = refusal(try cmdlet.parameter(written).name) { throw error }
            }
            let call = Cmdlet(name, parameters: CmdletParameters(arguments: arguments))
            parameters = try BoundCmdlet(call).parameters
        } catch let error as BindingError {
            throw BindingReport(words: [name] + invocation.cmdletWords).commandError(error)
        }
    }

    /// The text of a parameter, where it was given.
    func text(_ name: String) -> String? {
        parameters[name].map { $0.stringValue ?? $0.text() }
    }

    /// The texts of a parameter that takes a list, where it was given.
    func texts(_ name: String) -> [String]? {
        parameters[name].map { $0.arrayValue?.compactMap(\.stringValue) ?? [$0.stringValue ?? $0.text()] }
    }

    /// What a switch was set to, where it was given.
    func flag(_ name: String) -> Bool? {
        parameters[name].map { $0 == .bool(true) }
    }

    /// The refusal of `-ModulePrefix`, which both commands about connections have.
    static func modulePrefix(_ parameter: String, use command: String) -> CommandError? {
        guard parameter == "ModulePrefix" else { return nil }
        return CommandError(.usage, "-ModulePrefix is not built; connections have names", repair: command)
    }
}
