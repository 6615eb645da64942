/// Help of a command that works on rows, as lines of `exo shell` have it.
enum StageHelp {
    /// The page, made from what the command takes here.
    static func page(_ spec: StageSpec, width: Int) -> String {
        let layout = HelpLayout(width: width, column: 26)
        let names = ([spec.name] + spec.aliases).joined(separator: ", ")
        var sections = [layout.wrapped("\(names): \(spec.summary).", indent: 0)]
        let entries = spec.parameters.map { parameter -> String in
            let isPlaced = parameter.position == 0 ? "; also without its name" : ""
            if let refusal = parameter.refusal { return layout.entry("-\(parameter.name)", "not here: \(refusal)") }
            return layout.entry(label(parameter), parameter.help + (parameter.help.isEmpty ? "" : isPlaced))
        }
        if !entries.isEmpty { sections.append("PARAMETERS:\n" + entries.joined(separator: "\n")) }
        sections.append("See 'exo help lines' for what a line may be.")
        return sections.joined(separator: "\n\n") + "\n"
    }

    private static func label(_ parameter: StageSpec.Parameter) -> String {
        switch parameter.kind {
        case .flag: "-\(parameter.name)"
        case .text: "-\(parameter.name) <text>"
        case .number: "-\(parameter.name) <number>"
        case .list: "-\(parameter.name) <a,b>"
        }
    }
}
