internal import CmdletCatalogue
internal import ExchangeOnline

/// What a parameter takes, in a few words for a person.
enum ParameterText {
    /// Whether it belongs to every cmdlet that changes something, and is told of by itself.
    static func isShellsOwn(_ parameter: ParameterFacts) -> Bool { ["WhatIf", "Confirm"].contains(parameter.name) }

    /// The parameter as it is written, with what follows its name.
    static func label(_ parameter: ParameterFacts) -> String {
        let value = value(of: parameter)
        return "-\(parameter.name)" + (value.isEmpty ? "" : " <\(value)>")
    }

    /// What to write behind the parameter's name; empty for a switch.
    static func value(of parameter: ParameterFacts) -> String {
        if BindableParameter.plainSecrets.contains(parameter.name) { return word(for: "secret") }
        if !parameter.values.isEmpty, parameter.values.joined(separator: "|").count <= 40 {
            return parameter.values.joined(separator: "|")
        }
        if let range = parameter.range, parameter.kind == "int" { return "\(range.lowerBound) to \(range.upperBound)" }
        let element = parameter.type.hasSuffix("[]") ? String(parameter.type.dropLast(2)) : parameter.type
        let word = word(for: parameter.kind ?? CmdletCatalogue.type(named: element)?.kind ?? "")
        return word + (parameter.type.hasSuffix("[]") && parameter.kind != "bytes" ? ",…" : "")
    }

    private static func word(for kind: String) -> String {
        switch kind {
        case "switch": ""
        case "bool": "true|false"
        case "identity": "identity"
        case "multivalue", "proxy-addresses": "a,b or @{Add='c'}"
        case "hashtable": "@{Key='value'}"
        case "size": "size, as 50GB"
        case "bytes": "@file"
        case "culture": "culture, as en-US"
        case "datetime": "date"
        case "double", "int": "number"
        case "timespan": "time, as 1.12:00:00"
        case "timezone": "time zone"
        case "domain": "domain"
        case "guid": "GUID"
        case "ip": "IP address"
        case "credential", "secret": "@file"
        case "proxy-address", "smtp-address": "address"
        case "unlimited": "number|Unlimited"
        case "uri": "URL"
        case "string", "enum": "text"
        default: "value"
        }
    }

    /// What else there is to know: whether it must be given, other names, the closed list of values.
    static func notes(_ parameter: ParameterFacts, isNeededAlways: Bool, showsValues: Bool) -> String {
        var notes: [String] = []
        if !parameter.mandatoryIn.isEmpty { notes.append(isNeededAlways ? "needed" : "needed in some usages") }
        if parameter.position == 0 { notes.append("its name may be left out") }
        if !parameter.aliases.isEmpty {
            notes.append("also \(parameter.aliases.map { "-\($0)" }.joined(separator: ", "))")
        }
        let values = parameter.values.joined(separator: ", ")
        if showsValues, parameter.values.joined(separator: "|").count > 40 { notes.append("one of \(values)") }
        return notes.joined(separator: "; ")
    }
}
