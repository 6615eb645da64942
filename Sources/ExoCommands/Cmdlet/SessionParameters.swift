internal import CmdletCatalogue
internal import ExchangeOnline

/// The parameters of a command that the module itself has, by PowerShell's rules for names.
struct SessionParameters {
    private var values: [String: PowerShellValue] = [:]

    /// Reads words.
    ///
    /// - Parameters:
    ///   - command: The command's name.
    ///   - words: The words after it.
    ///   - parameters: The names it knows.
    ///   - switches: Those of them that need no value.
    /// - Throws: ``CommandError``; no message holds a value.
    init(_ command: String, _ words: [String], parameters: [String], switches: Set<String>) throws {
        var pending: String?
        func missing(_ name: String) -> CommandError { CommandError(.usage, "-\(name) of \(command) needs a value") }
        for argument in CommandLineReader.read(words: words) {
            guard let written = argument.name else {
                guard let name = pending else {
                    throw CommandError(.usage, "\(command) takes no value without a parameter's name before it")
                }
                values[name] = argument.value
                pending = nil
                continue
            }
            if let pending { throw missing(pending) }
            let name = try Self.name(written, of: command, among: parameters)
            guard values[name] == nil else { throw CommandError(.usage, "-\(name) of \(command) is given twice") }
            guard !argument.isEmptied else { throw missing(name) }
            if let value = argument.value {
                values[name] = value
            } else if switches.contains(name) {
                values[name] = .bool(true)
            } else {
                pending = name
            }
        }
        if let pending { throw missing(pending) }
    }

    /// The names given that nothing took yet.
    var names: [String] { values.keys.sorted() }

    /// Takes a parameter's value out.
    mutating func take(_ name: String) -> PowerShellValue? { values.removeValue(forKey: name) }

    private static func name(_ written: String, of command: String, among names: [String]) throws -> String {
        let wanted = written.lowercased()
        if let exact = names.first(where: { $0.lowercased() == wanted }) { return exact }
        let begin = names.filter { $0.lowercased().hasPrefix(wanted) }
        if begin.count == 1 { return begin[0] }
        throw CommandError(
            .usage,
            begin.isEmpty
                ? "\(command) has no parameter -\(written)"
                : "-\(written) of \(command) is ambiguous: \(begin.map { "-\($0)" }.joined(separator: ", "))",
            details: begin.isEmpty ? DidYouMean.lines(written, among: names) : []
        )
    }
}

extension PowerShellValue {
    /// Whether the value switches something on.
    var isTrue: Bool {
        switch self {
        case .bool(let flag): flag
        case .number(let number): number.text != "0"
        default: text.lowercased() == "true" || text.lowercased() == "$true"
        }
    }

    /// The texts of a list, or of the one value.
    var texts: [String] { text.split(separator: ",").map { String($0).trimmed } }
}
