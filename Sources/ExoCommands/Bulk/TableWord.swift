internal import ExchangeOnline

/// A cell of a table, read by the type of its parameter as a word on a command line is.
struct TableWord: UnreadValue {
    let text: String

    var isTruthValue: Bool { false }
    /// No shell and no history sees a file, so that a password or bytes in base64 may stand in it.
    var isHidden: Bool { true }

    func value(for parameter: BindableParameter) throws -> PowerShellValue {
        switch parameter.form {
        case .secret, .bytes: .text(text)
        case .list where Self.isList(text): Self.list(text)
        default: try ShellWords([text]).value(for: parameter)
        }
    }

    /// Whether a cell is a list as this program writes one: semicolons without a blank behind them between its entries.
    ///
    /// PowerShell's quotes around an entry keep semicolons in it, as they keep commas.
    static func isList(_ cell: String) -> Bool {
        guard cell.contains(";"), let first = cell.first, !"@'\"".contains(first) else { return false }
        return !cell.contains("; ")
    }

    /// The entries of such a cell.
    static func list(_ cell: String) -> PowerShellValue { .list(cell.split(separator: ";").map { .text(String($0)) }) }
}
