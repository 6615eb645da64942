internal import CmdletCatalogue
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
    /// Whether a value of JSON was written.
    private var hasElements = false
    /// The first value of JSON, which stands alone where no other comes.
    private var held: JSONValue?
    private(set) var count = 0

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - sink: Where rows end.
    ///   - settings: What the command line says of output.
    ///   - noun: What the rows are.
    ///   - giver: The cmdlet that gives them; `nil` where none does.
    ///   - context: The output, which is the file's where there is one.
    init(
        _ sink: PipelineSink,
        _ settings: OutputSettings,
        noun: String,
        of giver: CmdletOutput?,
        _ context: CommandContext
    ) {
        self.sink = sink
        var settings = sink.applied(to: settings)
        if case .csv = sink.form {
            // Rows that no cmdlet gives come from a file, whose texts stay as they are.
            let object = giver.flatMap { CmdletCatalogue.object(ofNoun: $0.noun) }
            let known = object?.properties.filter { $0.format == "datetime" }.map(\.name)
            settings.csv.times = known ?? (giver == nil ? [] : nil)
        }
        self.settings = settings
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
        case .csv, .usual, .table, .list: try writeUsual(rows)
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
        // Without rows Export-Csv writes an empty file.
        case .csv: try finishUsual(false)
        case .usual, .table, .list: try finishUsual(evenWithoutRows)
        }
        try context.output.flush()
    }

    private mutating func finishUsual(_ evenWithoutRows: Bool) throws {
        if case .none = writer, evenWithoutRows { writer = .rows(try pipeline()) }
        switch writer {
        case .rows(var pipeline): try pipeline.finish(evenWithoutRows: evenWithoutRows, tellsNone: count == 0)
        case .values(isJSON: true): try context.output.line("\n]")
        case .values, .none: break
        }
    }

    // MARK: The usual forms

    /// As many properties as PowerShell shows side by side of objects that have no view of their own.
    private static let mostColumns = 4

    private func pipeline(for first: JSONObject? = nil) throws -> RowPipeline {
        var settings = settings
        if sink.holdsSelected, settings.isFormOpen, settings.form == .table, settings.columns == ["*"],
            settings.jq == nil, let first, first.count > Self.mostColumns
        {
            settings.form = .list
        }
        return try RowPipeline(settings, noun: noun, context)
    }

    private mutating func writeUsual(_ rows: [JSONValue]) throws {
        // Rows that have none of the columns asked for show nothing, as in PowerShell.
        let hidesEmpty = sink.showsEveryColumn && !settings.isCount
        let rows = hidesEmpty ? rows.filter { $0.objectValue?.members.isEmpty != true } : rows
        guard !rows.isEmpty else { return }
        if case .none = writer {
            let isBare = rows[0].objectValue == nil
            switch (isBare, settings.form) {
            case (true, .table), (true, .list): writer = .values(isJSON: false)
            case (true, .json): writer = .values(isJSON: true)
            default: writer = .rows(try pipeline(for: rows[0].objectValue))
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
                try element(row, isFirst: !hasElements, isCompact)
            }
            hasElements = true
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
}

extension PipelineSink {
    /// What the command line says of output, as far as the pipeline does not say otherwise.
    func applied(to settings: OutputSettings) -> OutputSettings {
        var settings = settings
        switch form {
        case .table: settings.form = .table
        case .list: settings.form = .list
        case .csv(let delimiter):
            settings.form = .csv
            settings.csv = CSVDialect()
            settings.csv.reader = .powershell
            settings.csv.delimiter = delimiter.utf8.first ?? UInt8(ascii: ",")
            settings.csv.heading = file?.heading
            settings.isPlainJQ = false
        case .usual, .json: break
        }
        if showsEveryColumn, settings.columns.isEmpty, !settings.isCount { settings.columns = ["*"] }
        if file != nil {
            settings.isTerminal = false
            settings.hasColor = false
        }
        return settings
    }
}
