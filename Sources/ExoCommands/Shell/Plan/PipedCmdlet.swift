internal import CmdletCatalogue
internal import ExchangeOnline
internal import ExoCrypto
internal import ExoJSON

/// A cmdlet that takes its objects from the rows before it.
///
/// A row gives what PowerShell's binding takes of it: properties with the names of parameters that take such, and for a parameter
/// that takes the row itself its identity. Rows of a file give every column that is a parameter.
struct PipedCmdlet: Sendable {
    let name: String
    private let arguments: [CmdletArgument]
    private let timeout: Duration?
    private let saysYes: Bool
    /// The parameters that properties of their names are for.
    private let named: [(parameter: String, spellings: [String])]
    /// The names of what the line itself gives.
    private let given: [String]
    /// The parameters that columns of the file are for.
    private var used: [String] = []
    /// The parameter that takes the row itself.
    let taker: String?
    /// Whether every column is a parameter.
    private let takesEveryColumn: Bool
    /// Whether it asks by itself, and the line says nothing of that.
    private let asksUnlessTold: Bool

    /// Prepares a cmdlet and binds it to a value that stands for any row.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - arguments: What the line gives it.
    ///   - columns: The columns of a file's rows; `nil` for other rows.
    ///   - timeout: How long to wait for each reply.
    ///   - saysYes: Whether nobody is to be asked.
    /// - Throws: `BindingError`.
    init(
        _ name: String,
        _ arguments: [CmdletArgument],
        columns: [String]?,
        timeout: Duration?,
        saysYes: Bool
    ) throws {
        let bindable = try BindableCmdlet(named: name)
        self.name = bindable.name
        self.arguments = arguments
        self.timeout = timeout
        self.saysYes = saysYes
        takesEveryColumn = columns != nil
        let given = Set(try arguments.compactMap { try $0.name.map { try bindable.parameter($0).name } })
        asksUnlessTold = bindable.hasHighImpact && !saysYes && given.isDisjoint(with: ["Confirm", "WhatIf"])
        let facts = CmdletCatalogue.cmdlet(named: bindable.name)
        let places = Self.places(facts)
        let hasUnnamed = Self.hasUnnamed(
            arguments,
            try arguments.map { try $0.name.map { try bindable.parameter($0).isSwitch } }
        )
        let first = hasUnnamed ? bindable.first?.name : nil
        let isTaken: (Place) -> Bool = { given.contains($0.name) || $0.name == first }
        let open = Self.sets(of: facts, with: places.filter(isTaken))
        // Columns of a file are all meant, and what does not go together is told.
        let free = places.filter { place in
            !isTaken(place)
                && (columns != nil || open.isEmpty || place.sets.isEmpty || place.sets.contains(where: open.contains))
        }
        self.given = places.filter(isTaken).flatMap { [$0.name] + $0.aliases }
        named = free.filter { $0.byName || columns != nil }.map { ($0.name, [$0.name] + $0.aliases) }
        let takers = free.filter(\.byValue)
        taker =
            (takers.first { $0.name == "Identity" } ?? takers.first { $0.position == 0 }
            ?? takers.first { $0.isInDefaultSet } ?? takers.first)?.name
        guard !named.isEmpty || taker != nil else {
            throw BindingError(
                .unexpectedArgument,
                "\(bindable.name) takes nothing from the rows before it: what names its object is given, or it takes none."
            )
        }
        if let columns {
            used = named.filter { place in columns.contains { Self.isCalled(place.spellings, $0) } }.map(\.parameter)
            try check(columns, given: places.filter(isTaken))
        } else {
            try checkSample()
        }
    }

    /// What a parameter takes from a pipeline.
    private struct Place {
        var name: String
        var aliases: [String]
        var position: Int?
        var byValue: Bool
        var byName: Bool
        var isInDefaultSet: Bool
        /// The sets that have it; empty where every one has.
        var sets: [String]
    }

    /// The sets that what the line gives leaves open.
    private static func sets(of facts: CmdletFacts?, with given: [Place]) -> Set<String> {
        let all = facts.map { $0.function?.sets ?? $0.parameterSets.map(\.name) } ?? []
        return given.reduce(into: Set(all)) { open, place in
            if !place.sets.isEmpty { open.formIntersection(place.sets) }
        }
    }

    private static func places(_ facts: CmdletFacts?) -> [Place] {
        guard let facts else { return [] }
        let observed = facts.function.map { function in
            function.parameters.map { parameter in
                Place(
                    name: parameter.name,
                    aliases: parameter.aliases,
                    position: parameter.position,
                    byValue: [.byValue, .both].contains(parameter.pipeline),
                    byName: [.byPropertyName, .both].contains(parameter.pipeline),
                    isInDefaultSet: parameter.sets.isEmpty
                        || function.defaultSet.map { parameter.sets.contains($0) } ?? true,
                    sets: parameter.sets
                )
            }
        }
        return observed
            ?? facts.parameters.map { parameter in
                // Where the page says only that it takes something, identities take the row.
                let isIdentity = parameter.pipeline == .unspecified && parameter.position == 0
                return Place(
                    name: parameter.name,
                    aliases: parameter.aliases,
                    position: parameter.position,
                    byValue: [.byValue, .both].contains(parameter.pipeline) || isIdentity,
                    byName: [.byPropertyName, .both].contains(parameter.pipeline) || isIdentity,
                    isInDefaultSet: true,
                    sets: facts.parameterSets.filter { $0.parameters.contains(parameter.name) }.map(\.name)
                )
            }
    }

    /// Whether an argument stands without a name and is no value of one.
    private static func hasUnnamed(_ arguments: [CmdletArgument], _ switches: [Bool?]) -> Bool {
        arguments.indices.contains { index in
            guard arguments[index].name == nil else { return false }
            guard index > 0, arguments[index - 1].value == nil, let isSwitch = switches[index - 1] else { return true }
            return isSwitch
        }
    }

    /// The cmdlet with a value that stands for any row; `nil` where no value can.
    private func sample() throws -> BoundCmdlet? {
        guard let taker else { return nil }
        do { return try bound(CmdletArgument(taker, .text("x"))) } catch let error as BindingError
            where error.code == .transformation && error.parameter?.name == taker
        { return nil }
    }

    /// The cmdlet as it would be for some row, where that can be told before one is there.
    var example: BoundCmdlet? {
        do { return try sample() } catch { return nil }  // Only rows have what it needs.
    }

    private func checkSample() throws { _ = try sample() }

    /// Refuses columns of which none is a parameter that the line leaves to them.
    private func check(_ columns: [String], given: [Place]) throws {
        let used = columns.filter { column in named.contains { Self.isCalled($0.spellings, column) } }
        guard used.isEmpty else { return }
        let taken = given.filter { place in
            columns.contains { Self.isCalled([place.name] + place.aliases, $0) }
        }.map { "-\($0.name)" }.joined(separator: ", ")
        guard taken.isEmpty else {
            throw BindingError(
                .unknownParameter,
                "The line itself gives \(name) \(taken), and no other column is a parameter of it.",
                repair: "Leave \(taken) out, so that each row gives its own."
            )
        }
        throw BindingError(
            .unknownParameter,
            "No column is a parameter of \(name): \(columns.joined(separator: ", ")).",
            repair: "Name the columns like the parameters, or rename them: | Select-Object @{Name='Identity'; "
                + "Expression='\(columns.first ?? "upn")'}."
        )
    }

    /// The columns that are no parameters.
    func unused(_ columns: [String]) -> [String] {
        columns.filter { column in
            !named.contains { Self.isCalled($0.spellings, column) } && !Self.isCalled(given, column)
        }
    }

    /// The columns that are parameters which the line itself gives.
    func left(_ columns: [String]) -> [String] { columns.filter { Self.isCalled(given, $0) } }

    /// The parameters that columns which are none may be meant for.
    func meant(by unused: [String]) -> [String] {
        unused.flatMap { NearestNames.nearest(to: $0, among: named.map(\.parameter), limit: 1) }
    }

    private static func isCalled(_ spellings: [String], _ column: String) -> Bool {
        spellings.contains { $0.lowercased() == column.lowercased() }
    }

    /// Whether a person is to be asked before each call, as far as the line says it.
    var asks: Bool {
        // Where only rows have what it needs, no value can stand for them.
        do { return try sample()?.asks ?? asksUnlessTold } catch { return asksUnlessTold }
    }

    /// The cmdlet for a row.
    ///
    /// - Throws: `BindingError`.
    func bound(for row: JSONValue) throws -> BoundCmdlet {
        var taken: [CmdletArgument] = []
        for (parameter, spellings) in named {
            guard let value = spellings.lazy.compactMap({ row.objectValue?.value(ignoringCase: $0) }).first,
                let argument = Self.argument(parameter, value, isCell: takesEveryColumn)
            else { continue }
            taken.append(argument)
        }
        if let taker, !taken.contains(where: { $0.name == taker }), !takesEveryColumn || taken.isEmpty {
            let value = row.objectValue == nil ? row : row.objectValue?.value(ignoringCase: "Identity") ?? .null
            if let argument = Self.argument(taker, value, isCell: false) { taken.append(argument) }
        }
        guard !taken.isEmpty || used.isEmpty else {
            throw BindingError(
                .emptyArgument,
                "\(name): a row has nothing for \(used.map { "-\($0)" }.joined(separator: ", ")), and would be sent for nothing.",
                repair: "Leave such rows out: | Where-Object \(used[0]) -ne ''."
            )
        }
        guard !taken.isEmpty else {
            let wanted = taker ?? named[0].parameter
            throw BindingError(
                .emptyArgument,
                "\(name) -\(wanted): a row has nothing for it, which would mean every object.",
                repair: "Rows need a property \(wanted == taker ? "Identity" : wanted)."
            )
        }
        return try bound(taken)
    }

    private func bound(_ taken: CmdletArgument...) throws -> BoundCmdlet { try bound(taken) }

    private func bound(_ taken: [CmdletArgument]) throws -> BoundCmdlet {
        let parameters = CmdletParameters(arguments: arguments + taken)
        let cmdlet = try BoundCmdlet(Cmdlet(name, parameters: parameters, timeout: timeout))
        return saysYes && cmdlet.asks ? cmdlet.confirmed : cmdlet
    }

    /// A parameter with what a row has for it; `nil` for nothing.
    private static func argument(_ parameter: String, _ value: JSONValue, isCell: Bool) -> CmdletArgument? {
        switch value {
        case .null: return nil
        case .string(let text):
            guard !text.isEmpty else { return nil }
            return CmdletArgument(parameter, isCell ? .unread(CellWord(text: text)) : .text(text), isTyped: true)
        case .object(let object):
            // As its text, which names it.
            let text = object.value(ignoringCase: "Identity") ?? object.value(ignoringCase: "Name") ?? .null
            return argument(parameter, text, isCell: isCell)
        default:
            return CmdletParameters(JSONObject([.init(name: parameter, value: value)])).arguments.first
        }
    }
}

/// A cell of a file, read as a word of a command line, except that a file may hold passwords.
struct CellWord: UnreadValue {
    let text: String
    var isTruthValue: Bool { false }
    var isHidden: Bool { true }

    func value(for parameter: BindableParameter) throws -> PowerShellValue {
        switch parameter.form {
        case .secret: .secret(SecretBytes(copying: text.utf8))
        case .list where TableWord.isList(text): TableWord.list(text)
        default: try ShellWords([text]).value(for: parameter)
        }
    }
}
