internal import CmdletCatalogue

/// A parameter as the binder sees it.
package struct BindableParameter: Sendable {
    /// The name as the service spells it.
    package let name: String
    /// The .NET type that values are made into; `Object` takes them as they are.
    package let netType: String
    /// The type in the documentation, which says what `Object` stands for.
    package let documentedType: DocumentedType?
    var position: Int?
    /// The sets in which it must be given.
    var mandatoryIn: [String]
    /// The sets that have it; empty where every one has.
    var sets: [String]
    /// The documented sets that have it, where they are newer than the function that was seen.
    var newerSets: [String] = []
    let pipeline: ParameterFacts.PipelineBinding
    /// Whether it was seen in the function that the service generates.
    let isObserved: Bool
    /// The name and the aliases in small letters.
    let spellings: [String]
    /// Whether it is a filter: it may not be empty, and its truth values are put in quotes.
    let isFilter: Bool

    init(
        name: String,
        aliases: [String] = [],
        netType: String,
        documentedType: DocumentedType? = nil,
        position: Int? = nil,
        mandatoryIn: [String] = [],
        sets: [String] = [],
        pipeline: ParameterFacts.PipelineBinding = .none,
        isObserved: Bool
    ) {
        self.name = name
        self.netType = netType
        self.documentedType = documentedType
        self.position = position
        self.mandatoryIn = mandatoryIn
        self.sets = sets
        self.pipeline = pipeline
        self.isObserved = isObserved
        spellings = [name.lowercased()] + aliases.map { $0.lowercased() }
        isFilter = ["filter", "recipientfilter", "recipientpreviewfilter"].contains(spellings[0])
    }

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
        BindableParameter(name: name, netType: "Object", isObserved: false)
    }

    private static func common(_ name: String, _ alias: String, _ netType: String) -> BindableParameter {
        BindableParameter(name: name, aliases: [alias], netType: netType, isObserved: true)
    }

    /// Whether a name in small letters is this one's or an alias.
    package func isCalled(_ wanted: String) -> Bool { spellings.contains(wanted) }

    /// Whether its name or an alias begins with a text in small letters.
    func begins(_ wanted: String) -> Bool { spellings.contains { $0.hasPrefix(wanted) } }

    /// Whether it takes whole numbers alone.
    package var isInteger: Bool { ["Int32", "UInt32", "UInt16", "Int64"].contains(netType) }

    /// Whether it is a secret that the service takes as an ordinary text.
    package var isPlainSecret: Bool { Self.plainSecrets.contains(name) }
    /// The names of parameters that are.
    package static let plainSecrets: Set = [
        "AzureSharedAccessSignatureToken", "Etoken", "MRSContentFilterSasUri", "PasswordV2",
    ]

    /// Whether what it takes is shown to nobody, however it travels.
    package var isSecret: Bool { form == .secret || isPlainSecret }

    /// Whether it takes a user's name with a password.
    package var isCredential: Bool { netType == "PSCredential" || documentedType?.name == "PSCredential" }

    /// Whether it takes no value of its own.
    package var isSwitch: Bool { netType == "SwitchParameter" }

    /// Whether the set has it.
    func belongs(to set: String) -> Bool { sets.isEmpty || sets.contains(set) }

    /// Whether it must be given in the set.
    func isMandatory(in set: String) -> Bool {
        mandatoryIn.contains(BindableCmdlet.everySet) || mandatoryIn.contains(set)
    }

    /// Whether nothing as its value would mean every object.
    package var isFilterOrIdentity: Bool { isFilter || isIdentity || namesAnObject }

    /// Whether its type is the identity of one object.
    var namesAnObject: Bool { documentedType.map { $0.kind == "identity" && !$0.isList } ?? false }

    /// Whether it says which objects are meant, so that nothing would mean all of them.
    package var isIdentity: Bool {
        name == "Identity" || position == 0 && (pipeline == .byValue || pipeline == .both)
    }
}

extension BindableParameter {
    init(_ facts: FunctionFacts.Parameter, documentedType: DocumentedType?) {
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

    init(_ facts: ParameterFacts, documentedType: DocumentedType?, sets: [String]) {
        self.init(
            name: facts.name,
            aliases: facts.aliases,
            netType: facts.netType ?? Self.netType(documented: facts.type),
            documentedType: documentedType,
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
