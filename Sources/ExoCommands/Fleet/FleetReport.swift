internal import ExchangeOnline
internal import ExoJSON
internal import ExoRows

/// Writes the rows of many tenants, each with the name of its connection and its tenant before its properties; of cmdlets that give
/// none a row for each tenant.
struct FleetReport {
    private let isWhatIf: Bool
    private let givesRows: Bool
    private var pipeline: RowPipeline
    private var progress: Progress
    /// Members whose errors were told already.
    private var toldOf: Set<String> = []
    /// The commands that connect members again.
    private let connectCommands: [String: String]
    /// The tenants of members, as far as they are known before anybody is asked.
    private let tenants: [String: String]
    /// Where the names of members go that failed.
    private var failed: FailedLines?
    private var hasFinished = false
    /// Whether rows were left out since no more of them were wanted.
    private(set) var hasEnough = false
    /// How many members have ended.
    private var ended = 0

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - settings: How rows are written.
    ///   - shape: What the cmdlet gives.
    ///   - isWhatIf: Whether it only says what it would do.
    ///   - connectCommands: The commands that connect members again, where they are stored.
    ///   - tenants: The tenants of members, as they are known.
    ///   - failed: A file for the names of members that failed.
    ///   - context: Where rows and notes go.
    /// - Throws: ``CommandError`` when rows cannot be written as asked.
    init(
        _ settings: OutputSettings,
        _ shape: CmdletOutput,
        isWhatIf: Bool,
        connectCommands: [String: String],
        tenants: [String: String],
        failed: String?,
        _ context: CommandContext
    ) throws {
        self.isWhatIf = isWhatIf
        self.connectCommands = connectCommands
        self.tenants = tenants
        self.failed = failed.map { FailedLines(ofMembers: $0) }
        givesRows = shape.givesRows
        var settings = settings
        if !settings.columns.isEmpty, !settings.columns.contains(where: Self.isLabel) {
            settings.columns = ["Connection", "Tenant"] + settings.columns
        }
        pipeline =
            try shape.givesRows
            ? RowPipeline(
                settings,
                noun: shape.noun,
                properties: shape.properties.isEmpty ? [] : ["Connection", "Tenant"] + shape.properties,
                context
            ) : RowPipeline(settings, noun: "fleetresult", properties: Self.columns, context)
        progress = Progress(context)
    }

    /// The properties of a row about a tenant.
    static let columns = ["Connection", "Tenant"] + JSONObject.outcomeColumns

    /// Takes what a fleet hands out.
    ///
    /// - Throws: `Fleet.Enough` where no row that comes now would be written; what writing throws.
    mutating func take(_ event: FleetEvent) throws {
        try write(event)
        if case .ended(let result) = event {
            ended += 1
            progress.show(tenants: ended, of: ended + result.left)
        }
        guard givesRows, pipeline.isComplete else { return }
        hasEnough = true
        throw Fleet.Enough()
    }

    private mutating func write(_ event: FleetEvent) throws {
        switch event {
        case .page(let name, let tenantID, let page):
            if givesRows {
                try pipeline.write(Self.labelled(page.batch, name, tenantID))
                progress.show(pipeline.count)
            }
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
            if result.status == .failed { failed?.add(result.name) }
            if !givesRows, result.status != .skipped {
                try pipeline.write([row(of: result)])
                progress.show(pipeline.count)
            }
            // What came beside rows was told with them.
            guard toldOf.remove(result.name) == nil, var error = result.error else { return }
            if error.repair == .connectAgain, let command = connectCommands[result.name] {
                error.repair = .advice(command)
            }
            var told = ErrorReport.commandError(error)
            told.message = "\(result.name): \(told.message)"
            try pipeline.note(.error(told))
        }
    }

    /// Writes the rows that came, as far as they need not wait for others.
    ///
    /// - Returns: Whether all of them are written.
    mutating func settle() throws -> Bool { try pipeline.settle() }

    /// Ends the output, once.
    mutating func finish() throws {
        guard !hasFinished else { return }
        hasFinished = true
        progress.clear()
        failed?.finish()
        try pipeline.finish(evenWithoutRows: !givesRows || !isWhatIf)
    }

    /// Tells where the names of members are that failed.
    ///
    /// - Parameters:
    ///   - isWhole: Whether the whole fleet had its turn.
    ///   - context: Where it is told.
    func tellFailed(isWhole: Bool, _ context: CommandContext) { failed?.tell(isWhole: isWhole, context) }

    /// What became of the cmdlet in a tenant.
    private func row(of result: FleetResult) -> JSONObject {
        let tenant = result.tenantID ?? tenants[result.name]
        var row: JSONObject = ["Connection": .string(result.name), "Tenant": tenant.map { .string($0) } ?? .null]
        row.addOutcome(result.status, result.error, message: result.error?.description)
        return row
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
