internal import ExchangeOnline
internal import ExoJSON
internal import ExoRows

/// Writes the rows of many tenants, each with the name of its connection and its tenant before its properties.
struct FleetReport {
    private let isWhatIf: Bool
    private let givesRows: Bool
    private var pipeline: RowPipeline
    private var progress: Progress
    /// Members whose errors were told already.
    private var toldOf: Set<String> = []

    init(_ settings: OutputSettings, _ shape: CmdletOutput, isWhatIf: Bool, _ context: CommandContext) throws {
        self.isWhatIf = isWhatIf
        givesRows = shape.givesRows
        var settings = settings
        if !settings.columns.isEmpty, !settings.columns.contains(where: Self.isLabel) {
            settings.columns = ["Connection", "Tenant"] + settings.columns
        }
        pipeline = try RowPipeline(
            settings,
            noun: shape.noun,
            properties: shape.properties.isEmpty ? [] : ["Connection", "Tenant"] + shape.properties,
            context
        )
        progress = Progress(context)
    }

    /// Takes what a fleet hands out.
    mutating func take(_ event: FleetEvent) throws {
        switch event {
        case .page(let name, let tenantID, let page):
            try pipeline.write(Self.labelled(page.batch, name, tenantID))
            progress.show(pipeline.count)
            for text in page.warnings { try pipeline.note(.warning("\(name): \(text)")) }
            for error in page.errors {
                var told = ErrorReport.commandError(error)
                told.message = "\(name): \(told.message)"
                try pipeline.note(.error(told))
                toldOf.insert(name)
            }
            if isWhatIf, let message = page.confirmationMessage {
                try pipeline.note(.line("\(name): What if: \(message)"))
            }
        case .ended(let result):
            // What came beside rows was told with them.
            guard toldOf.remove(result.name) == nil, let error = result.error else { return }
            var told = ErrorReport.commandError(error)
            told.message = "\(result.name): \(told.message)"
            try pipeline.note(.error(told))
        }
    }

    /// Ends the output.
    mutating func finish() throws {
        progress.clear()
        try pipeline.finish(evenWithoutRows: givesRows && !isWhatIf)
    }

    private static func isLabel(_ column: String) -> Bool { ["connection", "tenant"].contains(column.lowercased()) }

    /// The rows with two members more at their beginning.
    private static func labelled(_ batch: RowBatch, _ name: String, _ tenantID: String) -> RowBatch {
        var label = Array("{\"Connection\":".utf8)
        JSONWriter.append(string: name, to: &label)
        label += ",\"Tenant\":".utf8
        JSONWriter.append(string: tenantID, to: &label)
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for place in batch.indices {
            let start = bytes.count
            let row = batch[place]
            guard row.first == UInt8(ascii: "{") else {
                // Whoever writes it says what is wrong with it.
                bytes += row
                ranges.append(start..<bytes.count)
                continue
            }
            bytes += label
            let rest = row.dropFirst()
            let isEmpty = rest.first { $0 > 0x20 } == UInt8(ascii: "}")
            if !isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes += rest
            ranges.append(start..<bytes.count)
        }
        return RowBatch(bytes: bytes, ranges: ranges)
    }
}
