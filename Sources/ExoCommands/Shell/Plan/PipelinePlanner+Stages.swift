internal import CmdletCatalogue
internal import ExchangeOnline
internal import ExoJSON

/// What stands behind a bar.
extension PipelinePlanner {
    func add(
        _ call: LineCall,
        to plan: inout PipelinePlan,
        columns: inout [String]?,
        isEnded: inout Bool
    ) throws {
        guard let spec = StageSpec.named(call.name) else {
            guard !isEnded else { throw ended(call) }
            return try add(cmdlet: call, to: &plan, columns: &columns)
        }
        let isFile = ["Out-File", "Out-Null", "Out-Host"].contains(spec.name)
        guard !isEnded || isFile && plan.sink.file == nil else { throw ended(call) }
        guard spec.name != "Where-Object" else {
            let condition = try WhereArguments(call, spec).condition
            note(condition.paths, of: spec, in: &plan)
            return plan.stages.append(.rows(WhereStage(condition: condition, isOfCells: plan.holdsCells)))
        }
        let arguments = try StageArguments(call, spec)
        switch spec.name {
        case "Select-Object": try add(select: arguments, spec, to: &plan, columns: &columns)
        case "Sort-Object":
            let keys = try arguments.sortKeys("Property", isDescending: arguments.flag("Descending"))
            note(keys.map(\.path), of: spec, in: &plan)
            let usual = [SortStage.Key(path: PropertyPath([]), isDescending: arguments.flag("Descending"))]
            plan.stages.append(.rows(SortStage(keys.isEmpty ? usual : keys, isUnique: arguments.flag("Unique"))))
        case "Group-Object":
            let paths = try arguments.paths("Property")
            note(paths, of: spec, in: &plan)
            plan.stages.append(
                .rows(GroupStage(paths.isEmpty ? [PropertyPath([])] : paths, hasElements: !arguments.flag("NoElement")))
            )
            plan.noun = "groupinfo"
            plan.properties = []
        case "Measure-Object":
            let wish = MeasureStage.Wish(
                sum: arguments.flag("Sum"),
                average: arguments.flag("Average"),
                minimum: arguments.flag("Minimum"),
                maximum: arguments.flag("Maximum")
            )
            let paths = try arguments.paths("Property")
            note(paths, of: spec, in: &plan)
            plan.stages.append(.rows(MeasureStage(paths, wish)))
            plan.noun = ""
            plan.properties = []
        case "Write-Output":
            throw StageArguments.error(
                .unsupported,
                "\(call.name) writes the values behind it, and stands at the head of a line.",
                call.namePlace,
                repair:
                    "Leave it out: rows are written as they are, or choose a property by Select-Object -ExpandProperty."
            )
        case "Import-Csv", "Get-Content":
            throw StageArguments.error(
                .syntax,
                "\(spec.name) reads a file, and stands at the head of a line.",
                call.namePlace,
                repair: "Write \(spec.name) FILE | Get-Mailbox."
            )
        default:
            try end(spec, arguments, &plan)
            isEnded = spec.name != "Out-Host"
        }
    }

    /// Sees to it that properties are told of which rows of the cmdlet before do not have: what a file lacks before it runs, else
    /// what is not known to be there when its first row lacks it.
    func note(_ paths: [PropertyPath], of spec: StageSpec, in plan: inout PipelinePlan) {
        if ["Select-Object", "Format-Table", "Format-List"].contains(spec.name) {
            for name in paths.compactMap(\.names.first) where WildcardPattern.isOne(name) && name != "*" {
                let text = "\(spec.name): no property fits \(name)"
                plan.stages.append(.rows(SeenProperties(name, text, isDeciding: false, context.errors)))
            }
        }
        guard !plan.properties.isEmpty else { return }
        // What chooses rows decides what a change behind it is made of.
        let chooses = ["Where-Object", "Sort-Object"].contains(spec.name)
        for path in paths {
            guard let name = path.names.first, !WildcardPattern.isOne(name) else { continue }
            guard plan.properties.contains(where: { $0.lowercased() == name.lowercased() }) else {
                let question = DidYouMean.lines(name, among: plan.properties).first
                let text = "\(spec.name): rows have no property \(name)" + (question.map { "; \($0)" } ?? "")
                guard !plan.holdsCells else {
                    plan.notes.append(text)
                    plan.slips.append(text)
                    continue
                }
                let isTold = !isWritten(name, in: plan)
                if isTold, isSlip(name, in: plan) { plan.slips.append(text) }
                // Of the rows of a cmdlet not all properties are known, so the rows themselves are asked.
                if isTold || chooses {
                    let seen = SeenProperties(name, text, isDeciding: chooses, isTold ? context.errors : nil)
                    plan.stages.append(.rows(seen))
                }
                continue
            }
            guard path.names.count > 1, lacks(path.names[1], property: name, ofNoun: plan.noun) else { continue }
            let text = "\(spec.name): \(name) has no \(path.names[1])"
            plan.notes.append(text)
            if chooses { plan.slips.append(text) }
        }
    }

    /// Whether a parameter writes what may be a property of rows.
    private func isWritten(_ name: String, in plan: PipelinePlan) -> Bool {
        guard !plan.noun.isEmpty else { return false }
        return ["Set", "New"].contains { verb in
            CmdletCatalogue.cmdlet(named: "\(verb)-\(plan.noun)")?.parameter(named: name) != nil
        }
    }

    /// Whether a property is one that is known with a slip of the keys.
    private func isSlip(_ name: String, in plan: PipelinePlan) -> Bool {
        let wanted = Array(name.lowercased().utf8)[...]
        return plan.properties.contains {
            NearestNames.distance(wanted, Array($0.lowercased().utf8)[...], atMost: 2) != nil
        }
    }

    /// Whether a property is known to be one value without such a member.
    private func lacks(_ member: String, property name: String, ofNoun noun: String) -> Bool {
        guard let facts = CmdletCatalogue.object(ofNoun: noun)?.property(named: name), !facts.isAssumed,
            ["string", "boolean", "integer", "number"].contains(facts.json)
        else { return false }
        return !PropertyPath.isMember(member, ofTime: facts.format == "datetime")
    }

    private func ended(_ call: LineCall) -> BindingError {
        StageArguments.error(
            .syntax,
            "\(call.name) comes too late: what stands before it writes text, and no rows are left.",
            call.namePlace,
            repair: "Put it before Format-Table, ConvertTo-Json and the like."
        )
    }

    private func add(cmdlet call: LineCall, to plan: inout PipelinePlan, columns: inout [String]?) throws {
        guard !isOwn(call.name) else {
            throw StageArguments.error(
                .unsupported,
                "\(call.name) takes no rows.",
                call.namePlace,
                repair: "Write it on a line of its own."
            )
        }
        if plan.holdsCells, let known = columns, let block = EachRowBlock(of: call), !SecretLine.isOne(line) {
            let before = String(String.UnicodeScalarView(line.unicodeScalars.prefix(call.namePlace.lowerBound)))
            throw StageArguments.error(
                .unsupported,
                "\(call.name) is not run here.",
                call.namePlace,
                repair: "Rows of a file bind by the names of their columns: \(before)\(block.words(for: known))."
            )
        }
        let bindable = try bindable(call)
        if let slip = plan.slips.first, !CmdletOutput(of: bindable.name).givesRows {
            throw StageArguments.error(
                .unsupported,
                "\(slip); \(bindable.name) would change other objects than are meant.",
                call.namePlace,
                repair: "Look at the rows first, without | \(bindable.name)."
            )
        }
        if !CmdletOutput(of: bindable.name).givesRows {
            let name = bindable.name
            plan.stages = plan.stages.map { stage in
                guard case .rows(let rows) = stage, var seen = rows as? SeenProperties, seen.isDeciding,
                    seen.refusal == nil
                else {
                    return stage
                }
                seen.refusal = { text in
                    CommandError(
                        .usage,
                        "\(text); \(name) would change other objects than are meant",
                        repair: "look at the rows first, without | \(name)"
                    )
                }
                return .rows(seen)
            }
        }
        plan.notes += try LineTraps.notes(call, bindable)
        let cmdlet = try PipedCmdlet(
            call.name,
            arguments(call, plan.invocation),
            columns: columns,
            timeout: RunCommand.timeout(plan.invocation, context),
            saysYes: plan.invocation.has("yes")
        )
        plan.notes += cmdlet.example?.doubtLines ?? []
        if let columns {
            let left = cmdlet.left(columns)
            if !left.isEmpty {
                plan.notes.append(
                    "the line itself gives this, so left out of every row: \(left.joined(separator: ", "))"
                )
            }
            let unused = cmdlet.unused(columns)
            if !unused.isEmpty {
                let question = DidYouMean.lines(cmdlet.meant(by: unused)).first.map { "; \($0)" } ?? ""
                plan.notes.append(
                    "no parameters of \(cmdlet.name), so left out of every row: \(unused.joined(separator: ", "))\(question)"
                )
            }
        }
        // Rows of a file are all bound before the first is sent.
        var asks = false
        if plan.stages.isEmpty, case .rows(let rows) = plan.source {
            for (place, row) in rows.enumerated() {
                do { if try cmdlet.bound(for: row).asks { asks = true } } catch var error as BindingError {
                    error.message = "Row \(place + 1): \(error.message)"
                    error.place = call.namePlace
                    let unused = columns.map(cmdlet.unused) ?? []
                    if error.code == .missingMandatory, let wanted = cmdlet.taker, error.parameter?.name == wanted,
                        let column = unused.first
                    {
                        error.repair =
                            "Where a column names it, rename that one: | Select-Object *, @{Name='\(wanted)'; "
                            + "Expression='\(column)'}."
                    }
                    throw error
                }
            }
        } else {
            asks = cmdlet.asks
        }
        if asks { try ConfirmationPrompt.requireTerminal(for: cmdlet.name, context) }
        plan.stages.append(.cmdlet(cmdlet))
        let shape = CmdletOutput(of: cmdlet.name)
        plan.shape = shape
        plan.noun = shape.noun
        plan.properties = outputs.properties(of: shape, by: cmdlet.name)
        plan.sink.showsEveryColumn = false
        plan.sink.holdsSelected = false
        columns = nil
    }

    private func add(
        select arguments: StageArguments,
        _ spec: StageSpec,
        to plan: inout PipelinePlan,
        columns: inout [String]?
    ) throws {
        var stage = SelectStage()
        stage.columns = try arguments.columns("Property")
        stage.excluded = arguments.elements("ExcludeProperty").map(\.text)
        stage.expanded = arguments.text("ExpandProperty").map { PropertyPath($0) }
        stage.first = try arguments.count("First")
        stage.last = try arguments.count("Last")
        stage.skipped = try arguments.count("Skip") ?? 0
        stage.skippedLast = try arguments.count("SkipLast") ?? 0
        stage.isUnique = arguments.flag("Unique")
        note(stage.columns.map(\.path) + [stage.expanded].compactMap(\.self), of: spec, in: &plan)
        plan.stages.append(.rows(stage))
        if stage.expanded != nil { plan.properties = [] }
        guard !stage.columns.isEmpty else { return }
        plan.properties = []
        plan.sink.showsEveryColumn = true
        plan.sink.holdsSelected = stage.expanded == nil
        plan.noun = ""
        if let known = columns {
            let sample = JSONValue.object(JSONObject(known.map { .init(name: $0, value: .string("")) }))
            columns = PropertyWish.columns(stage.columns, of: sample).names
        }
    }
}
