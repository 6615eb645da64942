internal import ExchangeOnline
internal import ExoJSON

/// What writes the rows of a line.
extension PipelinePlanner {
    func end(_ spec: StageSpec, _ arguments: StageArguments, _ plan: inout PipelinePlan) throws {
        switch spec.name {
        case "Format-Table", "Format-List":
            plan.sink.form = spec.name == "Format-List" ? .list : .table
            plan.sink.holdsSelected = false
            let wishes = try arguments.columns("Property")
            guard !wishes.isEmpty else { return }
            note(wishes.map(\.path), of: spec, in: &plan)
            var stage = SelectStage()
            stage.columns = wishes
            plan.stages.append(.rows(stage))
            plan.sink.showsEveryColumn = true
        case "ConvertTo-Json":
            plan.sink.form = .json(isCompact: arguments.flag("Compress"), isList: arguments.flag("AsArray"))
        case "ConvertTo-Csv": plan.sink.form = .csv(delimiter: try delimiter(arguments))
        case "Export-Csv":
            plan.sink.form = .csv(delimiter: try delimiter(arguments))
            plan.sink.file = try file(arguments)
        case "Out-File":
            plan.sink.file = try file(arguments)
            // What a person would see, wherever the output goes.
            if case .usual = plan.sink.form, plan.invocation.value("output") == nil { plan.sink.form = .table }
        case "Out-Null": plan.sink.isSilent = true
        default: break
        }
    }

    private func delimiter(_ arguments: StageArguments) throws -> String {
        let text = arguments.text("Delimiter") ?? ","
        guard text.utf8.count == 1 else {
            throw StageArguments.error(
                .transformation,
                "-Delimiter is one character, such as ';'.",
                arguments.place(of: "Delimiter")
            )
        }
        return text
    }

    private func file(_ arguments: StageArguments) throws -> PipelineSink.OutputPath {
        let path = try LinePath.file(arguments.needed("Path"), at: arguments.place(of: "Path"))
        var file = PipelineSink.OutputPath(path: path)
        file.appends = arguments.flag("Append")
        file.keepsExisting = arguments.flag("NoClobber")
        switch (arguments.text("Encoding") ?? "utf8").lowercased() {
        case "utf8", "utf8nobom", "utf-8", "65001": break
        case "utf8bom": file.hasMark = true
        default:
            throw StageArguments.error(
                .unsupported,
                "Files are written as UTF-8.",
                arguments.place(of: "Encoding"),
                repair: "Leave -Encoding out, or write utf8BOM for spreadsheets."
            )
        }
        return file
    }
}
