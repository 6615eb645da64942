internal import Synchronization

/// What the command line said to one command.
///
/// It notes which options were asked for, so that the tests and the program can prove that none is accepted and ignored.
package struct Invocation: Sendable {
    /// The command's words, `exo` first.
    package let path: [String]
    /// The words that are not options.
    package let arguments: [String]
    /// The name of the cmdlet and the words that belong to it.
    package let cmdletWords: [String]
    private let options: [String: String]
    private let consumed = Consumed()

    package init(path: [String], arguments: [String], cmdletWords: [String], options: [String: String]) {
        self.path = path
        self.arguments = arguments
        self.cmdletWords = cmdletWords
        self.options = options
    }

    /// The same with options of another command line in place of its own.
    func overridden(by other: Invocation) -> Invocation {
        Invocation(
            path: path,
            arguments: arguments,
            cmdletWords: cmdletWords,
            options: options.merging(other.options) { $1 }
        )
    }

    /// The names of the options that were given.
    var optionNames: [String] { options.keys.sorted() }

    /// Whether a flag was given.
    package func has(_ name: String) -> Bool {
        consumed.insert(name)
        return options[name] != nil
    }

    /// The value of an option, where it was given.
    package func value(_ name: String) -> String? {
        consumed.insert(name)
        return options[name]
    }

    /// The word at that place, where there is one.
    package func argument(_ place: Int) -> String? { arguments.indices.contains(place) ? arguments[place] : nil }

    /// The options that were given and that nothing asked for.
    package var ignored: [String] {
        let names = consumed.names
        return options.keys.filter { !names.contains($0) }.sorted()
    }

    /// A usage error of this command.
    package func usageError(_ message: String, details: [String] = []) -> UsageError {
        UsageError(message, path: path, details: details)
    }
}

private final class Consumed: Sendable {
    private let asked = Mutex<Set<String>>([])

    var names: Set<String> { asked.withLock { $0 } }

    func insert(_ name: String) { asked.withLock { _ = $0.insert(name) } }
}
