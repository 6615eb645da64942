internal import ExoJSON
internal import ExoRows
internal import ExoYAML

/// One YAML document: a sequence of rows.
struct YAMLPrinter: RowPrinter {
    let settings: OutputSettings
    private let output: OutputWriter
    private var columns: RowColumns
    private var writer: YAMLWriter?

    init(_ settings: OutputSettings, output: OutputWriter) {
        self.settings = settings
        self.output = output
        columns = RowColumns(settings.columns)
    }

    mutating func print(_ batch: RowBatch) throws {
        let writer = try begin()
        try batch.forEach { place in
            let value = try batch.value(place)
            guard let object = value.objectValue else { return try Self.told { try writer.write(harmless(value)) } }
            let row = columns.select(from: object.withoutAnnotations)
            try Self.told { try writer.write(harmless(.object(row))) }
            if writer.count >= OutputWriter.bufferSize { try output.write(writer.take()) }
        }
    }

    mutating func settle() throws { if let writer { try output.write(writer.take()) } }

    mutating func finish() throws {
        let writer = try begin()
        try Self.told {
            try writer.endSequence()
            try writer.end()
        }
        try output.write(writer.take())
    }

    /// Writes one value as the document.
    static func printOne(_ value: JSONValue, _ settings: OutputSettings, to output: OutputWriter) throws {
        let printer = YAMLPrinter(settings, output: output)
        try told {
            let writer = try YAMLWriter()
            try writer.write(printer.harmless(value))
            try writer.end()
            try output.write(writer.take())
        }
    }

    private mutating func begin() throws -> YAMLWriter {
        if let writer { return writer }
        let made = try Self.told {
            let made = try YAMLWriter()
            try made.beginSequence()
            return made
        }
        writer = made
        return made
    }

    /// Texts that cannot steer a terminal, where one reads: libyaml escapes control characters, but no marks of direction.
    private func harmless(_ value: JSONValue) -> JSONValue {
        guard settings.isTerminal else { return value }
        return switch value {
        case .string(let text): .string(TerminalText.neutralised(text, keepingLineBreaks: true))
        case .array(let elements): .array(elements.map(harmless))
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { .init(name: TerminalText.neutralised($0.name), value: harmless($0.value)) }
                )
            )
        default: value
        }
    }

    private static func told<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch YAMLError.noLibrary {
            throw CommandError(
                .failed,
                "--output yaml needs libyaml, which is not installed",
                repair: "apt-get install libyaml-0-2 (macOS: brew install libyaml)"
            )
        } catch YAMLError.failed { throw CommandError(.failed, "libyaml could not write a row") }
    }
}
