package import ExchangeOnline

/// A command of a line with its arguments, before anything is looked up.
package struct LineCall: Sendable {
    /// An argument and where it stands.
    struct Argument: Sendable {
        var argument: CmdletArgument
        var place: Range<Int>
    }

    /// An option of this program, with two dashes, and where it stands.
    struct Option: Sendable {
        var words: [String]
        var place: Range<Int>
    }

    /// The command as it was written.
    package let name: String
    let namePlace: Range<Int>
    private(set) var arguments: [Argument] = []
    /// What belongs to this program.
    var options: [Option] = []
    /// The arguments and options as the words of a command line.
    var words: [String] = []

    init(name: String, namePlace: Range<Int>) {
        self.name = name
        self.namePlace = namePlace
    }

    mutating func append(_ argument: CmdletArgument, at place: Range<Int>) {
        arguments.append(Argument(argument: argument, place: place))
        let value = argument.value.map(Self.word)
        if let name = argument.name {
            words.append("-\(name)" + (value.map { ":\($0)" } ?? ""))
        } else if let value {
            words.append(value)
        }
    }

    /// Whether the last argument is a name alone.
    var awaitsValue: Bool { arguments.last.map { $0.argument.name != nil && $0.argument.value == nil } ?? false }

    /// A value as a word of a command line.
    static func word(_ value: PowerShellValue) -> String {
        value.elements.map(\.text).joined(separator: ",")
    }

    /// The parameters of a cmdlet.
    var parameters: CmdletParameters { CmdletParameters(arguments: arguments.map(\.argument)) }

    /// What runs as a cmdlet.
    package var cmdlet: Cmdlet { Cmdlet(name, parameters: parameters) }

    /// Where the cause of an error stands, as far as it can be found.
    func place(of error: BindingError) -> Range<Int> {
        if let place = error.place { return place }
        guard error.code != .unknownCmdlet, let cmdlet = bindable else { return namePlace }
        let parameters = arguments.map { argument in argument.argument.name.map { Self.parameter($0, of: cmdlet) } }
        let unknown = parameters.firstIndex { found in
            if case .some(.none) = found { true } else { false }
        }
        if let unknown { return arguments[unknown].place }
        let wanted = error.parameter?.name
        let named = parameters.indices.filter { wanted != nil && parameters[$0]??.name == wanted }
        if let index = error.code == .repeatedParameter ? named.last : named.first { return withValue(index) }
        let unnamed = arguments.indices.filter { index in
            guard arguments[index].argument.name == nil else { return false }
            guard index > 0, arguments[index - 1].argument.value == nil, let before = parameters[index - 1] else {
                return true
            }
            return before?.isSwitch ?? true
        }
        if error.code == .unexpectedArgument, let last = unnamed.last { return arguments[last].place }
        if wanted != nil, let first = unnamed.first { return arguments[first].place }
        return namePlace
    }

    /// The cmdlet of that name, where there is one.
    private var bindable: BindableCmdlet? {
        do { return try BindableCmdlet(named: name) } catch { return nil }
    }

    private static func parameter(_ name: String, of cmdlet: BindableCmdlet) -> BindableParameter? {
        do { return try cmdlet.parameter(name) } catch { return nil }
    }

    /// The place of a named argument, or of the value that stands apart from it.
    private func withValue(_ index: Int) -> Range<Int> {
        let place = arguments[index].place
        guard arguments[index].argument.value == nil, arguments.indices.contains(index + 1),
            arguments[index + 1].argument.name == nil
        else { return place }
        return arguments[index + 1].place
    }
}
