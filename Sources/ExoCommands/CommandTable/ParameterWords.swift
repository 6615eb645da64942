/// The words of a command that has parameters as PowerShell's commands have them.
struct ParameterWords {
    /// The words that stand without a name.
    private(set) var plain: [String] = []
    /// The parameters by their names in small letters; a switch has an empty value.
    private(set) var named: [String: String] = [:]

    /// Reads the words.
    ///
    /// - Parameters:
    ///   - words: The words behind the command.
    ///   - command: Its name, for messages.
    ///   - values: The parameters that take a value, in small letters.
    ///   - switches: Those that take none.
    /// - Throws: ``CommandError`` for a parameter that has no meaning here.
    init(_ words: [String], of command: String, values: [String], switches: [String]) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-") else {
                plain.append(word)
                continue
            }
            let parts = word.dropFirst().split(separator: ":", maxSplits: 1)
            let begun = parts.first.map { $0.lowercased() } ?? ""
            let found = (values + switches).filter { $0.hasPrefix(begun) }
            guard let name = found.first(where: { $0 == begun }) ?? (found.count == 1 ? found[0] : nil) else {
                throw CommandError(
                    .usage,
                    "\(word) of \(command) has no meaning here",
                    details: ["those that have one are \((values + switches).map { "-\($0)" }.joined(separator: ", "))"]
                )
            }
            if switches.contains(name) {
                named[name] = ""
            } else if parts.count == 2 {
                named[name] = String(parts[1])
            } else if let value = rest.popFirst() {
                named[name] = value
            } else {
                throw CommandError(.usage, "\(word) of \(command) needs a value")
            }
        }
    }

    /// The entries of a value, which has commas between them.
    static func entries(_ value: String) -> [String] {
        value.split(separator: ",").map { $0.trimmingPrefix { $0 == " " }.description }
    }
}
