@testable import ExoCommands
import ExchangeOnline

/// A line of a help's examples, as somebody types it who puts a value in each place that is left open.
struct ExampleLine {
    private var words: [String] = []
    /// The parameters whose values lie in files.
    private var given: [CmdletArgument] = []

    init(_ line: String) {
        var rest = line[...]
        while let first = rest.first {
            if first == " " {
                rest.removeFirst()
            } else if first == "<" {
                let place = rest.dropFirst().prefix { $0 != ">" }
                rest = rest.dropFirst(place.count + 2)
                if place == "@file" {
                    given.append(CmdletArgument(words.popLast().map { String($0.dropFirst()) }, .text("AAAA")))
                } else {
                    words.append(Self.value(for: String(place)))
                }
            } else {
                words.append(Self.word(&rest))
            }
        }
    }

    /// Binds it as the program does.
    func bound() throws -> BoundCmdlet {
        guard case .run(_, let invocation) = try CommandParser.parse(Array(words.dropFirst()), root: CommandTable.root)
        else { throw CommandError(.bug, "no command") }
        // The module's own commands are named by the command; what belongs to them are only its words.
        let name = words[1]
        let behind =
            invocation.cmdletWords.first == name ? invocation.cmdletWords.dropFirst() : invocation.cmdletWords[...]
        let arguments = CommandLineReader.read(words: Array(behind))
        return try BoundCmdlet(Cmdlet(name, parameters: CmdletParameters(arguments: arguments + given)))
    }

    /// The next word of a shell, without the double quotes around a part of it.
    private static func word(_ rest: inout Substring) -> String {
        var word = ""
        var isQuoted = false
        while let next = rest.first, isQuoted || next != " " {
            rest.removeFirst()
            if next == "\"" { isQuoted.toggle() } else { word.append(next) }
        }
        return word
    }

    /// A value of the kind that the place names.
    private static func value(for place: String) -> String {
        if place.hasSuffix(",…") {
            return "\(value(for: String(place.dropLast(2)))),\(value(for: String(place.dropLast(2))))"
        }
        switch place {
        case "number": return "1"
        case "date": return "2026-01-31"
        case "GUID": return "0f1e2d3c-4b5a-4678-89ab-cdef01234567"
        case "@{Key='value'}": return place
        case "a,b or @{Add='c'}": return "a,b"
        default: break
        }
        if let example = place.firstRange(of: ", as ") { return String(place[example.upperBound...]) }
        if let range = place.firstRange(of: " to ") { return String(place[..<range.lowerBound]) }
        return place.split(separator: "|").first.map(String.init) ?? place
    }
}
