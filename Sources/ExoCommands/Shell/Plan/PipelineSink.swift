/// Where the rows of a pipeline end.
struct PipelineSink: Sendable {
    /// In what form.
    enum Form: Sendable {
        /// As the command line or the terminal says.
        case usual
        case table, list
        case json(isCompact: Bool, isList: Bool)
        case csv(delimiter: String)
    }

    var form = Form.usual
    /// Whether rows have the columns that were asked for, so that all of them are shown.
    var showsEveryColumn = false
    /// Whether rows are objects that Select-Object makes, of which PowerShell shows large ones as a list.
    var holdsSelected = false
    /// The file, where it is not the output.
    var file: OutputPath?
    /// Whether nothing is written.
    var isSilent = false

    /// A file that is written as a whole.
    struct OutputPath: Sendable {
        var path: String
        var appends = false
        var keepsExisting = false
        var hasMark = false
        /// The columns of the rows before those that are appended, known when it is opened.
        var heading: [String]?
        /// Whether what stands there ends within a line.
        var lacksLineEnd = false
    }
}
