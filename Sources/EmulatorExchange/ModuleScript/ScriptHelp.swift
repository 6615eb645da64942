/// The help that the official module fetches for the functions of its script module.
enum ScriptHelp {
    /// The file that every function names.
    static let fileName = "ExchangeOnline-Help.xml"

    /// A file with a line for each cmdlet.
    static func file(of cmdlets: [String]) -> String {
        let pieces = ScriptPieces.embedded
        let commands = cmdlets.map { name in
            let words = name.split(separator: "-", maxSplits: 1)
            let values = ["name": name, "verb": String(words.first ?? ""), "noun": String(words.last ?? "")]
            return pieces.text("helpOfCommand", values.reduce(into: [:]) { $0[Substring($1.key)] = $1.value }) + "\n"
        }
        return pieces.text("helpFile", ["commands": commands.joined()]) + "\n"
    }
}
