internal import CmdletCatalogue

/// A parameter as the binder sees it.
package struct BindableParameter: Sendable {
    /// The name as the service spells it.
    package var name: String
    var aliases: [String]
    /// The .NET type that values are made into; `Object` takes them as they are.
    package var netType: String
    /// The type in the documentation, which says what `Object` stands for.
    package var documentedType: String?
    var position: Int?
    /// The sets in which it must be given.
    var mandatoryIn: [String]
    /// The sets that have it; empty where every one has.
    var sets: [String]
    var pipeline: ParameterFacts.PipelineBinding
    /// Whether it was seen in the function that the service generates.
    var isObserved: Bool

    /// The parameters that every cmdlet has.
    static let common: [BindableParameter] = [
        common("Verbose", "vb", "SwitchParameter"), common("Debug", "db", "SwitchParameter"),
        common("ErrorAction", "ea", "ActionPreference"), common("WarningAction", "wa", "ActionPreference"),
        common("InformationAction", "infa", "ActionPreference"), common("ProgressAction", "proga", "ActionPreference"),
        common("ErrorVariable", "ev", "String"), common("WarningVariable", "wv", "String"),
        common("InformationVariable", "iv", "String"), common("OutVariable", "ov", "String"),
        common("OutBuffer", "ob", "String"), common("PipelineVariable", "pv", "String"),
    ]

    /// A parameter of which only the name is known.
    static func unknown(_ name: String) -> BindableParameter {
        BindableParameter(
            name: name,
            aliases: [],
            netType: "Object",
            mandatoryIn: [],
            sets: [],
            pipeline: .none,
            isObserved: false
        )
    }

    private static func common(_ name: String, _ alias: String, _ netType: String) -> BindableParameter {
        BindableParameter(
            name: name,
            aliases: [alias],
            netType: netType,
            mandatoryIn: [],
            sets: [],
            pipeline: .none,
            isObserved: true
        )
    }

    /// Whether a name in small letters is this one's or an alias.
    func isCalled(_ wanted: String) -> Bool {
        name.lowercased() == wanted || aliases.contains { $0.lowercased() == wanted }
    }

    /// Whether its name or an alias begins with a text in small letters.
    func begins(_ wanted: String) -> Bool {
        name.lowercased().hasPrefix(wanted) || aliases.contains { $0.lowercased().hasPrefix(wanted) }
    }

    /// Whether it takes no value of its own.
    package var isSwitch: Bool { netType == "SwitchParameter" }

    /// Whether the set has it.
    func belongs(to set: String) -> Bool { sets.isEmpty || sets.contains(set) }

    /// Whether it must be given in the set.
    func isMandatory(in set: String) -> Bool {
        mandatoryIn.contains(BindableCmdlet.everySet) || mandatoryIn.contains(set)
    }

    /// Whether it is a filter: it may not be empty, and its truth values are put in quotes.
    var isFilter: Bool {
        ["filter", "recipientfilter", "recipientpreviewfilter"].contains(name.lowercased())
    }

    /// Whether nothing as its value would mean every object.
    package var isFilterOrIdentity: Bool { isFilter || isIdentity || namesAnObject }

    /// Whether its type is the identity of one object.
    var namesAnObject: Bool {
        documentedType.flatMap { CmdletCatalogue.type(named: $0)?.kind } == "identity"
    }

    /// Whether it says which objects are meant, so that nothing would mean all of them.
    var isIdentity: Bool {
        name == "Identity" || position == 0 && (pipeline == .byValue || pipeline == .both)
    }
}

extension BindableParameter {
    init(_ facts: FunctionFacts.Parameter, documentedType: String?) {
        self.init(
            name: facts.name,
            aliases: facts.aliases,
            netType: facts.netType,
            documentedType: documentedType,
            position: facts.position,
            mandatoryIn: facts.mandatoryIn,
            sets: facts.sets,
            pipeline: facts.pipeline,
            isObserved: true
        )
    }

    init(_ facts: ParameterFacts, sets: [String]) {
        self.init(
            name: facts.name,
            aliases: facts.aliases,
            netType: facts.netType ?? Self.netType(documented: facts.type),
            documentedType: facts.type,
            position: facts.position,
            mandatoryIn: facts.mandatoryIn,
            sets: sets,
            pipeline: facts.pipeline,
            isObserved: false
        )
    }

    /// The .NET type that the service declares for a documented one.
    ///
    /// Taken from the parameters known both ways: these types keep their own in nearly all cases, lists become lists of
    /// anything, and everything else passes through.
    private static func netType(documented: String) -> String {
        switch documented {
        case "SwitchParameter", "Boolean", "String", "String[]", "Int32", "UInt32", "UInt16", "Int64", "Guid", "Uri",
            "CultureInfo", "TimeSpan", "Hashtable", "Hashtable[]", "SecureString", "PSCredential", "Byte[]":
            documented
        default: documented.hasSuffix("[]") ? "Object[]" : "Object"
        }
    }
}
