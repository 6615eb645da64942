internal import CmdletCatalogue
internal import ExchangeOnline

/// The arguments of a command that works on rows, bound as PowerShell binds them.
struct StageArguments {
    private let call: LineCall
    private let spec: StageSpec
    private var values: [String: (value: PowerShellValue, place: Range<Int>)] = [:]

    /// Binds the arguments.
    ///
    /// - Throws: `BindingError` with its place.
    init(_ call: LineCall, _ spec: StageSpec) throws {
        self.call = call
        self.spec = spec
        try Self.refuseFiles(call, spec)
        if let option = call.options.first {
            throw Self.error(
                .unsupported,
                "\(option.words[0]) belongs to exo, and \(spec.name) takes parameters with one dash.",
                option.place,
                repair: "Options of exo stand behind the first cmdlet of a line."
            )
        }
        var unnamed: [LineCall.Argument] = []
        var index = 0
        while index < call.arguments.count {
            let argument = call.arguments[index]
            index += 1
            guard let name = argument.argument.name else {
                unnamed.append(argument)
                continue
            }
            let parameter = try Self.parameter(name, spec, argument.place)
            var value = argument.argument.value
            if value == nil, parameter.kind == .flag {
                value = .bool(true)
            } else if value == nil, index < call.arguments.count, call.arguments[index].argument.name == nil {
                value = call.arguments[index].argument.value
                index += 1
            }
            guard let value else {
                throw Self.error(.missingArgument, "-\(parameter.name) of \(spec.name) has no value.", argument.place)
            }
            guard values[parameter.name] == nil else {
                throw Self.error(.repeatedParameter, "-\(parameter.name) is given more than once.", argument.place)
            }
            values[parameter.name] = (value, argument.place)
        }
        for argument in unnamed {
            let free = spec.parameters.filter { $0.position != nil && values[$0.name] == nil }
            guard let parameter = free.min(by: { ($0.position ?? 0) < ($1.position ?? 0) }),
                let value = argument.argument.value
            else {
                throw Self.error(
                    .unexpectedArgument,
                    "\(spec.name) takes no further value without a name.",
                    argument.place,
                    repair: "Several values of one parameter have commas between them."
                )
            }
            values[parameter.name] = (value, argument.place)
        }
    }

    /// Refuses what a file holds as a value: files are read for parameters of cmdlets alone.
    ///
    /// - Throws: `BindingError` with its place.
    static func refuseFiles(_ call: LineCall, _ spec: StageSpec) throws {
        for (place, argument) in call.arguments.enumerated() {
            guard case .unread(let file) = argument.argument.value else { continue }
            let name = try argument.argument.name ?? (place > 0 ? expectant(call.arguments[place - 1], spec) : nil)
            throw error(
                .unsupported,
                "\(name.map { "-\($0) of " } ?? "")\(spec.name) takes no file.",
                argument.place,
                repair: "Get-Content FILE at the head of a line gives its lines; in quotes '\(file.text)' is a text."
            )
        }
    }

    /// The name by which an argument takes the file behind it, `nil` for a switch.
    private static func expectant(_ argument: LineCall.Argument, _ spec: StageSpec) throws -> String? {
        guard let name = argument.argument.name else { return nil }
        let isSwitch = try RowOperator(name) == nil && parameter(name, spec, argument.place).kind == .flag
        return isSwitch ? nil : name
    }

    static func parameter(_ name: String, _ spec: StageSpec, _ place: Range<Int>) throws -> StageSpec.Parameter {
        let wanted = name.lowercased()
        let exact = spec.parameters.first { parameter in
            ([parameter.name] + parameter.aliases).contains { $0.lowercased() == wanted }
        }
        let matches = exact.map { [$0] } ?? spec.parameters.filter { $0.name.lowercased().hasPrefix(wanted) }
        guard matches.count <= 1 else {
            throw error(
                .ambiguousParameter,
                "-\(name) is the beginning of several parameters of \(spec.name): "
                    + matches.map { "-\($0.name)" }.joined(separator: ", ") + ".",
                place
            )
        }
        guard let parameter = matches.first else {
            let known = spec.parameters.filter { $0.refusal == nil }.map { "-\($0.name)" }
            let near = NearestNames.nearest(to: "-\(name)", among: known, limit: 1)
            throw error(
                .unknownParameter,
                "\(spec.name) has no parameter -\(name) here.",
                place,
                repair: near.first.map { "Did you mean \($0)?" }
                    ?? (known.isEmpty ? "It takes none." : "It takes \(known.joined(separator: ", ")).")
            )
        }
        if let refusal = parameter.refusal {
            throw error(.unsupported, "-\(parameter.name) of \(spec.name) is not built.", place, repair: "\(refusal).")
        }
        return parameter
    }

    static func error(
        _ code: BindingError.Code,
        _ message: String,
        _ place: Range<Int>,
        repair: String? = nil
    ) -> BindingError {
        var error = BindingError(code, message, repair: repair)
        error.place = place
        return error
    }

    /// Where a parameter's value stands.
    func place(of name: String) -> Range<Int> { values[name]?.place ?? call.namePlace }

    func flag(_ name: String) -> Bool {
        guard case .bool(let flag) = values[name]?.value else { return false }
        return flag
    }

    func text(_ name: String) -> String? { values[name]?.value.text }

    func elements(_ name: String) -> [PowerShellValue] { values[name]?.value.elements ?? [] }

    /// A whole number from 0.
    func count(_ name: String) throws -> Int? {
        guard let (value, place) = values[name] else { return nil }
        guard let number = Int(value.text), number >= 0 else {
            throw Self.error(.transformation, "-\(name) takes a whole number, not '\(value.text)'.", place)
        }
        return number
    }

    /// A text that must be there.
    func needed(_ name: String) throws -> String {
        if let text = text(name), !text.isEmpty { return text }
        throw Self.error(.missingMandatory, "\(spec.name) needs -\(name).", call.namePlace)
    }

    /// Properties: names, patterns and `@{Name=…; Expression=…}`.
    func columns(_ name: String) throws -> [PropertyWish] {
        try elements(name).map { value in
            guard case .table(let entries) = value else {
                if case .script = value {
                    let path = try Self.property(value, place(of: name))
                    return .calculated(path.text, path)
                }
                return .named(value.text)
            }
            var title: String?
            var path: PropertyPath?
            for entry in entries {
                switch entry.key.lowercased() {
                case "name", "n", "label", "l": title = entry.value.text
                case "expression", "e": path = try Self.property(entry.value, place(of: name))
                // How a column looks is decided by what is in it.
                case "width", "alignment", "align", "a", "formatstring", "f": continue
                default:
                    throw Self.error(
                        .unsupported,
                        "A calculated column has no '\(entry.key)'.",
                        place(of: name),
                        repair: "Write @{Name='Size'; Expression='TotalItemSize'}."
                    )
                }
            }
            guard let path else {
                throw Self.error(
                    .syntax,
                    "A calculated column needs Expression, the property that it shows.",
                    place(of: name),
                    repair: "Write @{Name='Size'; Expression='TotalItemSize'}."
                )
            }
            return .calculated(title ?? path.text, path)
        }
    }

    /// The properties to sort by; `@{Expression='Name'; Descending=$true}` says how for one.
    func sortKeys(_ name: String, isDescending: Bool) throws -> [SortStage.Key] {
        try elements(name).map { value in
            guard case .table(let entries) = value else {
                return SortStage.Key(path: try Self.property(value, place(of: name)), isDescending: isDescending)
            }
            var key = SortStage.Key(path: PropertyPath([]), isDescending: isDescending)
            for entry in entries {
                switch (entry.key.lowercased(), entry.value) {
                case ("expression", let value), ("e", let value): key.path = try Self.property(value, place(of: name))
                case ("descending", .bool(let flag)), ("d", .bool(let flag)): key.isDescending = flag
                case ("ascending", .bool(let flag)), ("a", .bool(let flag)): key.isDescending = !flag
                default:
                    throw Self.error(.unsupported, "Sorting knows no '\(entry.key)'.", place(of: name))
                }
            }
            return key
        }
    }

    func paths(_ name: String) throws -> [PropertyPath] {
        try elements(name).map { try Self.property($0, place(of: name)) }
    }

    /// A property as a name, or as `{ $_.Name }`.
    private static func property(_ value: PowerShellValue, _ place: Range<Int>) throws -> PropertyPath {
        guard case .script(let script) = value else { return PropertyPath(value.text) }
        do {
            var reader = RowConditionReader(script, at: 0)
            return try reader.property()
        } catch var error as BindingError {
            error.place = place
            if error.message.hasPrefix("At character "), let colon = error.message.firstIndex(of: ":") {
                error.message = "{\(script)}" + error.message[colon...]
            }
            throw error
        }
    }
}
