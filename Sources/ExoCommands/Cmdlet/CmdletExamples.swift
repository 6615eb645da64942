internal import CmdletCatalogue

/// Lines to begin with, made of what a cmdlet takes.
struct CmdletExamples {
    private let facts: CmdletFacts

    init(_ facts: CmdletFacts) { self.facts = facts }

    /// At most three lines.
    var lines: [String] {
        switch facts.verb.lowercased() {
        case "get":
            let lines = [one, everything, filtered].compactMap(\.self)
            return lines.isEmpty ? [needed] : lines
        case "set":
            guard let identity else { return [changed()].compactMap(\.self) }
            return [changed(), changed().map { $0 + " -WhatIf" }].compactMap(\.self)
                + (changed() == nil ? ["exo \(facts.name) \(identity) --parameters changes.json"] : [])
        case "remove", "enable", "disable":
            return [one, one.flatMap { facts.whatIf ? $0 + " -WhatIf" : nil }].compactMap(\.self)
        default:
            return [needed]
        }
    }

    /// One object by its identity.
    private var one: String? { identity.map { "exo \(facts.name) \($0)" } }

    private var everything: String? {
        facts.parameter(named: "ResultSize").map { _ in "exo \(facts.name) -ResultSize Unlimited -o csv" }
    }

    private var filtered: String? {
        facts.parameter(named: "Filter").map { _ in "exo \(facts.name) -Filter \"Name -like 'a*'\"" }
    }

    /// The change that scripts make most, of a kind that is easy to write.
    private func changed() -> String? {
        let used = CmdletCatalogue.usage(of: facts.name)?.parameters.map(\.name) ?? []
        let flag =
            used.lazy.compactMap { facts.parameter(named: $0) }.first { $0.kind == "bool" }
            ?? facts.parameters.first { $0.kind == "bool" }
        return flag.map { "exo \(facts.name)\(identity.map { " \($0)" } ?? "") -\($0.name) true" }
    }

    /// What must be given.
    private var needed: String {
        let words = facts.parameters.filter {
            $0.mandatoryIn.contains("(All)") || facts.defaultSet.map($0.mandatoryIn.contains) ?? false
        }.prefix(4).map { parameter in
            if parameter.name == "Identity", let identity { return " \(identity)" }
            let value = ParameterText.value(of: parameter)
            return " -\(parameter.name)" + (value.isEmpty ? "" : " <\(value)>")
        }
        return "exo \(facts.name)\(words.joined())"
    }

    /// An identity of the kind that the cmdlet takes.
    private var identity: String? {
        guard let parameter = facts.parameter(named: "Identity") else { return nil }
        if parameter.forms.contains("smtpAddress") || parameter.forms.contains("userPrincipalName") {
            return facts.noun.lowercased().contains("group") ? "sales@contoso.com" : "adele@contoso.com"
        }
        return parameter.forms.contains("domain") || facts.noun.lowercased().hasSuffix("domain")
            ? "contoso.com" : "<identity>"
    }
}
