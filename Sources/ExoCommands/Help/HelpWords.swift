/// The words after `Get-Help` and `exo help`: what help is about, and how much of it.
struct HelpWords {
    /// What is asked about.
    let names: [String]
    /// What of a cmdlet's help is shown.
    let part: CmdletHelp.Part

    /// Reads the words.
    ///
    /// - Throws: ``CommandError`` for a parameter that has no meaning here.
    init(_ words: [String]) throws {
        let words = try ParameterWords(
            words,
            of: "Get-Help",
            values: ["name", "parameter"],
            switches: ["full", "detailed", "examples"]
        )
        names = words.plain + [words.named["name"]].compactMap(\.self)
        part =
            if let parameters = words.named["parameter"] {
                .parameters(ParameterWords.entries(parameters))
            } else if words.named["examples"] != nil { .examples } else {
                words.named.keys.contains { $0 != "name" } ? .whole : .brief
            }
    }
}
