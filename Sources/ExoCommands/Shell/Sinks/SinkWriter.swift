internal import ExoJSON
internal import ExoRows

/// Writes what comes out of a pipeline, rows or bare values.
struct SinkWriter {
    /// What writes, known when the first row is.
    private enum Writer {
        case none
        case rows(RowPipeline)
        case values(isJSON: Bool)
    }

    private let sink: PipelineSink
    private let settings: OutputSettings
    private let noun: String
    private let context: CommandContext
    private var writer = Writer.none
    private var columns: [String]?
    /// The first value of JSON, which stands alone where no other comes.
    private var held: JSONValue?
    private(set) var count = 0

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - sink: Where rows end.
    ///   - settings: What the command line says of output.
    ///   - noun: What the rows are.
    ///   - context: The output, which is the file's where there is one.
    init(_ sink: PipelineSink, _ settings: OutputSettings, noun: String, _ context: CommandContext) {
        self.sink = sink
        self.settings = sink.applied(to: settings)
        self.noun = noun
        self.context = context
    }

    /// Whether rows that come now would not be written.
    var isComplete: Bool {
        if case .rows(let pipeline) = writer { return pipeline.isComplete }
        return false
    }

    /// Writes rows.
    ///
    /// - Throws: ``CommandError``, ``OutputEnded``.
    mutating func write(_ rows: [JSONValue]) throws {
        guard !sink.isSilent, !rows.isEmpty else { return }
        defer { count += rows.count }
        switch sink.form {
        case .json(let isCompact, let isList): try writeJSON(rows, isCompact: isCompact, isList: isList)
        case .csv(let delimiter): try writeCSV(rows, delimiter)
        case .usual, .table, .list: try writeUsual(rows)
        }
    }

    /// Tells something, after the rows before it.
    mutating func note(_ note: RowNote) throws {
        if case .rows(var pipeline) = writer {
            try pipeline.note(note)
            writer = .rows(pipeline)
            return
        }
        try context.output.flush()
        context.errors.tell(note)
    }

    /// Writes the end of the form.
    ///
    /// - Parameter evenWithoutRows: Whether no row is an answer too.
    /// - Throws: As ``RowPipeline/finish(evenWithoutRows:tellsNone:)``.
    mutating func finish(evenWithoutRows: Bool) throws {
        guard !sink.isSilent else { return }
        switch sink.form {
        case .json(let isCompact, let isList):
            if let held {
                try context.output.line(Self.text(held, isCompact, settings))
            } else if count > 0 {
                try context.output.line(isCompact ? "]" : "\n]")
            } else if isList || evenWithoutRows {
                try context.output.line("[]")
            }
        case .csv: break
        case .usual, .table, .list: try finishUsual(evenWithoutRows)
        }
        try context.output.flush()
    }

    private mutating func finishUsual(_ evenWithoutRows: Bool) throws {
        if case .none = writer, evenWithoutRows { writer = .rows(try pipeline()) }
        switch writer {
        case .rows(var pipeline): try pipeline.finish(evenWithoutRows: evenWithoutRows, tellsNone: true)
        case .values(isJSON: true): try context.output.line("\n]")
        case .values, .none: break
        }
    }

    // MARK: The usual forms

    private func pipeline() throws -> RowPipeline { try RowPipeline(settings, noun: noun, context) }

    private mutating func writeUsual(_ rows: [JSONValue]) throws {
        if case .none = writer {
            let isBare = rows[0].objectValue == nil
            switch (isBare, settings.form) {
            case (true, .table), (true, .list): writer = .values(isJSON: false)
            case (true, .json): writer = .values(isJSON: true)
            default: writer = .rows(try pipeline())
            }
        }
        switch writer {
        case .rows(var pipeline):
            writer = .none
            defer { writer = .rows(pipeline) }
            try pipeline.write(rows.map { $0.objectValue ?? ["Value": $0] })
        case .values(let isJSON):
            for (place, row) in rows.enumerated() {
                guard isJSON else {
                    let text = TerminalText.neutralised(RowValue.text(row), keepingLineBreaks: true)
                    try context.output.line(settings.isTerminal ? text : RowValue.text(row))
                    continue
                }
                let text = Self.text(row, true, settings)
                try context.output.write(Array(((count + place == 0 ? "[\n" : ",\n") + text).utf8))
            }
        case .none: break
        }
    }

    // MARK: Texts

    private mutating func writeJSON(_ rows: [JSONValue], isCompact: Bool, isList: Bool) throws {
        for row in rows {
            if count == 0, held == nil, !isList, rows.count == 1 {
                held = row
                continue
            }
            if let first = held {
                held = nil
                try element(first, isFirst: true, isCompact)
                try element(row, isFirst: false, isCompact)
            } else {
                try element(row, isFirst: columns == nil, isCompact)
            }
            columns = []
        }
    }

    private func element(_ row: JSONValue, isFirst: Bool, _ isCompact: Bool) throws {
        let text = Self.text(row, isCompact, settings)
        let lines = isCompact ? text : text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        let before = isCompact ? (isFirst ? "[" : ",") : (isFirst ? "[\n" : ",\n")
        try context.output.write(Array((before + lines).utf8))
    }

    private static func text(_ value: JSONValue, _ isCompact: Bool, _ settings: OutputSettings) -> String {
        let text = value.text(indented: !isCompact)
        return settings.isTerminal ? RowValue.harmlessJSON(text) : text
    }

    private mutating func writeCSV(_ rows: [JSONValue], _ delimiter: String) throws {
        for row in rows {
            let object = row.objectValue ?? ["Value": row]
            if columns == nil {
                columns = object.names
                try record(object.names.map { $0 }, delimiter)
            }
            try record(
                (columns ?? []).map { name in
                    let value = object.value(ignoringCase: name) ?? .null
                    return value.isNull ? nil : Self.cell(value)
                },
                delimiter
            )
        }
    }

    /// A value as one cell; several of a list have blanks between them.
    private static func cell(_ value: JSONValue) -> String {
        guard let elements = value.arrayValue else { return RowValue.text(value) }
        return elements.map { RowValue.text($0) }.joined(separator: " ")
    }

    /// As PowerShell writes it: everything in quotes, except what is nothing.
    private func record(_ cells: [String?], _ delimiter: String) throws {
        let line = cells.map { cell in cell.map { "\"\($0.replacing("\"", with: "\"\""))\"" } ?? "" }
            .joined(separator: delimiter)
        try context.output.line(settings.isTerminal ? TerminalText.neutralised(line, keepingLineBreaks: true) : line)
    }
}

extension PipelineSink {
    /// What the command line says of output, as far as the pipeline does not say otherwise.
    func applied(to settings: OutputSettings) -> OutputSettings {
        var settings = settings
        switch form {
        case .table: settings.form = .table
        case .list: settings.form = .list
        case .usual, .json, .csv: break
        }
        if showsEveryColumn, settings.columns.isEmpty { settings.columns = ["*"] }
        if file != nil {
            settings.isTerminal = false
            settings.hasColor = false
        }
        return settings
    }
}
