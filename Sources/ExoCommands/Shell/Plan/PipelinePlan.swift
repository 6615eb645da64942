internal import ExchangeOnline
internal import ExoJSON

/// What a pipeline of a line will do; everything in it is checked, and nothing was sent.
struct PipelinePlan: Sendable {
    /// Where rows come from.
    enum Source: Sendable {
        case cmdlet(BoundCmdlet)
        /// A command of this program, as its words.
        case own([String])
        /// Values and rows at hand.
        case rows([JSONValue])
    }

    /// What they pass.
    enum Stage: Sendable {
        case rows(any RowStage)
        case cmdlet(PipedCmdlet)
    }

    var source: Source
    var stages: [Stage] = []
    var sink = PipelineSink()
    /// Whether rows are a file's, and reach the first cmdlet one by one in its order, so that each has a number there.
    var keepsRowNumbers: Bool {
        guard hasRowsOfFile else { return false }
        for stage in stages {
            guard case .rows(let stage) = stage else { return true }
            let isOneByOne =
                stage is WhereStage || stage is SeenProperties || (stage as? SelectStage)?.holdsNone == true
            guard isOneByOne else { return false }
        }
        return false
    }

    /// Whether rows are a file's, of which all columns are known.
    var hasRowsOfFile: Bool { if case .rows(let rows) = source { rows.first?.objectValue != nil } else { false } }

    /// Whether rows are still those of a file, in which a cell with nothing in it is an empty text to who looks at it.
    var holdsCells: Bool {
        hasRowsOfFile && stages.allSatisfy { if case .rows = $0 { true } else { false } }
    }

    /// What the rows are in the end, as in `Get-Mailbox`.
    var noun = ""
    /// What the last cmdlet of it gives; looked up once, since that takes longest.
    var shape: CmdletOutput?
    /// The properties of the rows so far; empty where they are not known.
    var properties: [String] = []
    /// What is told before anything is sent.
    var notes: [String] = []
    /// What is so likely a slip that nothing is changed after it.
    var slips: [String] = []
    /// The options of this program for this pipeline.
    var invocation: Invocation
}
