internal import ExchangeOnline

/// Which files pipelines of a line read and write.
extension PipelinePlanner {
    /// Whether a pipeline reads what those before it write.
    enum Dependence {
        case none
        /// It reads a file, and they write one that may be the same by another name.
        case possible
        /// They write a file of the same name.
        case certain
    }

    /// Whether a pipeline reads what those before it write.
    func dependence(of pipeline: LinePipeline, on before: ArraySlice<LinePipeline>) -> Dependence {
        let writers = before.flatMap(\.calls).filter(writes)
        let read = filesRead(by: pipeline)
        guard !writers.isEmpty, !read.isEmpty else { return .none }
        let written = Set(writers.flatMap { $0.words.map(Self.path) })
        if !written.isDisjoint(with: read) { return .certain }
        // Standard input can be read once.
        return read.contains("-") ? .none : .possible
    }

    private func writes(_ call: LineCall) -> Bool {
        isOwn(call.name) || ["Export-Csv", "Out-File"].contains(StageSpec.named(call.name)?.name)
    }

    /// What a pipeline reads while it is planned.
    private func filesRead(by pipeline: LinePipeline) -> [String] {
        var words: [String] = []
        for call in pipeline.calls where !isOwn(call.name) {
            if let spec = StageSpec.named(call.name) {
                guard spec.isSource else { continue }
                // What cannot be read is told by its plan.
                do { if let path = try StageArguments(call, spec).text("Path") { words.append(path) } } catch {}
                continue
            }
            for argument in call.arguments {
                guard case .unread(let value)? = argument.argument.value, let file = value as? FileWord else {
                    continue
                }
                words.append(file.path)
            }
            for option in call.options where option.words[0].hasPrefix("--parameters") {
                words += option.words.map(Self.path).filter { !$0.hasPrefix("--") }
            }
        }
        return words.map(Self.path)
    }

    /// A word as a path: without the name of its parameter, and without what changes nothing.
    private static func path(_ word: String) -> String {
        let value = word.hasPrefix("-") ? word.drop { $0 != ":" && $0 != "=" }.dropFirst() : word[...]
        guard !value.isEmpty else { return word }
        let name = LinePath.separated(String(value))
        let parts = name.split(separator: "/").filter { $0 != "." }
        return (name.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
