internal import CmdletCatalogue
internal import ExchangeOnline

/// Lines to begin with, made of what a cmdlet takes; each of them binds once its open places are filled.
struct CmdletExamples {
    private let facts: CmdletFacts
    private let cmdlet: BindableCmdlet

    init(_ facts: CmdletFacts) {
        self.facts = facts
        cmdlet = BindableCmdlet(facts)
    }

    /// At most three lines: those written by hand, else those made of what the cmdlet takes.
    var lines: [String] {
        let own = Self.own(facts.name)
        return own.isEmpty ? made : own
    }

    private var made: [String] {
        switch facts.verb.lowercased() {
        case "get":
            let lines = [one, everything, filtered].compactMap(\.self)
            return lines.isEmpty ? [line()] : lines
        case "set":
            let lines = [changed, changed.flatMap(dryRun)].compactMap(\.self)
            if !lines.isEmpty { return lines }
            return identity == nil ? [line()] : [line(with: "Identity", " --parameters changes.json")]
        case "remove", "enable", "disable":
            return [one ?? line(), dryRun(one ?? line())].compactMap(\.self)
        default:
            return [line()]
        }
    }

    /// One object by its identity.
    private var one: String? { identity.map { _ in line(with: "Identity") } }

    private var everything: String? {
        guard let size = cmdlet.holds("ResultSize"), !size.isInteger, cmdlet.needed(with: size).isEmpty else {
            return nil
        }
        return "exo \(facts.name) -ResultSize Unlimited -o csv"
    }

    private var filtered: String? {
        guard let filter = cmdlet.holds("Filter"), cmdlet.needed(with: filter).isEmpty else { return nil }
        return "exo \(facts.name) -Filter \"Name -like 'a*'\""
    }

    /// The change that scripts make most, of a kind that is easy to write.
    private var changed: String? {
        let used = CmdletCatalogue.usage(of: facts.name)?.parameters.map(\.name) ?? []
        let flag =
            used.lazy.compactMap { facts.parameter(named: $0) }.first { $0.kind == "bool" }
            ?? facts.parameters.first { $0.kind == "bool" }
        return flag.map { line(with: $0.name, value: "true", alsoIdentity: true) }
    }

    /// The same line that changes nothing, where there is such.
    private func dryRun(_ line: String) -> String? { cmdlet.holds("WhatIf").map { _ in "\(line) -WhatIf" } }

    /// A line with a parameter and all that must be given beside it.
    private func line(
        with name: String? = nil,
        value: String? = nil,
        alsoIdentity: Bool = false,
        _ options: String = ""
    ) -> String {
        let own = name.flatMap(cmdlet.holds)
        var parameters = cmdlet.needed(with: own)
        if let own { parameters.append(own) }
        if alsoIdentity, identity != nil, !parameters.contains(where: { $0.name == "Identity" }),
            let parameter = cmdlet.holds("Identity")
        {
            parameters.append(parameter)
        }
        // The identity comes first, where nothing stands between it and its place.
        parameters = parameters.filter { $0.name == "Identity" } + parameters.filter { $0.name != "Identity" }
        let words = parameters.map { parameter in
            let value = parameter.name == name ? value : nil
            return word(parameter, value)
        }
        return "exo \(facts.name)\(words.joined())\(options)"
    }

    /// A parameter with its value, or with a place that is left open for it.
    private func word(_ parameter: BindableParameter, _ value: String?) -> String {
        if parameter.name == "Identity", let identity {
            return cmdlet.first?.name == "Identity" ? " \(identity)" : " -Identity \(identity)"
        }
        if let value { return " -\(parameter.name) \(value)" }
        let place = facts.parameter(named: parameter.name).map(ParameterText.value) ?? "value"
        return " -\(parameter.name)" + (place.isEmpty || parameter.isSwitch ? "" : " <\(place)>")
    }

    /// An identity of the kind that the cmdlet takes.
    private var identity: String? {
        guard let parameter = facts.parameter(named: "Identity"), cmdlet.holds("Identity") != nil else { return nil }
        if parameter.forms.contains("smtpAddress") || parameter.forms.contains("userPrincipalName") {
            return facts.noun.lowercased().contains("group") ? "sales@contoso.com" : "adele@contoso.com"
        }
        return parameter.forms.contains("domain") || facts.noun.lowercased().hasSuffix("domain")
            ? "contoso.com" : "<identity>"
    }
}
