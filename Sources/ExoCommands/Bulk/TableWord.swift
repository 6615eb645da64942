internal import ExchangeOnline

/// A cell of a table, read by the type of its parameter as a word on a command line is.
struct TableWord: UnreadValue {
    let text: String

    var isTruthValue: Bool { false }

    func value(for parameter: BindableParameter) throws -> PowerShellValue {
        switch parameter.form {
        // No shell and no history sees a file, so that a password or bytes in base64 may stand in it.
        case .secret, .bytes: .text(text)
        default: try ShellWords([text]).value(for: parameter)
        }
    }
}
