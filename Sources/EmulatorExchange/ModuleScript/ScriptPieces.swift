import EmulatorCore

/// The pieces that functions and the end of the script module are put together from.
struct ScriptPieces: Sendable {
    static let embedded = ScriptPieces(.modulePieces)

    /// By name: texts, between which stand the names of what is to be put in.
    private let pieces: [Substring: [Substring]]

    private init(_ file: EmbeddedFile) {
        var pieces: [Substring: [Substring]] = [:]
        for part in file.text.split(separator: "\n#: ").dropFirst() {
            let lines = part.split(separator: "\n", maxSplits: 1)
            precondition(lines.count == 2, "\(file.rawValue): \(part)")
            let text = lines[1].last == "\n" ? lines[1].dropLast() : lines[1]
            pieces[lines[0]] = text.split(omittingEmptySubsequences: false) { "«»".contains($0) }
        }
        self.pieces = pieces
    }

    /// A piece with values in it.
    ///
    /// - Parameters:
    ///   - name: The name of the piece.
    ///   - values: What is put in, by name; each piece gets all it asks for.
    /// - Returns: The text, without a line feed at its end.
    func text(_ name: Substring, _ values: [Substring: String] = [:]) -> String {
        guard let parts = pieces[name] else { preconditionFailure("\(EmbeddedFile.modulePieces.rawValue): \(name)") }
        var text = ""
        for (place, part) in parts.enumerated() {
            if place.isMultiple(of: 2) {
                text += part
            } else if let value = values[part] {
                text += value
            } else {
                preconditionFailure("\(EmbeddedFile.modulePieces.rawValue): \(name) wants \(part)")
            }
        }
        return text
    }

    /// A text as it stands in single quotes of PowerShell.
    static func quoted(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }
}
