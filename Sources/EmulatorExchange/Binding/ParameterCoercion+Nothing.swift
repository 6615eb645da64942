import CmdletCatalogue
import ExoJSON

extension ParameterCoercion {
    /// Enumerations that are never nothing, though the object table has no default of theirs.
    private static let needed: Set = ["AutoReplyState", "DomainType", "MemberJoinRestriction"]

    /// What a parameter that writes a property means where it is null.
    ///
    /// A size, a span of time and what may be `Unlimited` go back to their default; an enumeration and a number that have a
    /// default are refused, as .NET refuses a null for them. In rules, where most of these may be nothing, they go back too.
    /// A list may always be nothing. Which of the service's properties take a null is a guess.
    ///
    /// - Parameters:
    ///   - value: The value, of its parameter's type.
    ///   - parameter: The parameter.
    ///   - facts: The cmdlet.
    /// - Returns: The value, or the default that stands for it.
    /// - Throws: ``AdminAPIError`` with status 400.
    static func settled(
        _ value: BoundValue,
        for parameter: ParameterFacts,
        of facts: CmdletFacts
    ) throws -> BoundValue {
        guard ["New", "Set"].contains(facts.verb), !parameter.type.hasSuffix("[]"),
            value == .value(.null) || value == .value(.string(""))
        else { return value }
        let kind = kind(of: parameter.type) ?? (parameter.values.isEmpty ? "object" : "enum")
        guard ["enum", "int", "size", "timespan", "unlimited"].contains(kind) else { return value }
        let shape: ObjectShape = facts.noun == "Mailbox" ? .mailbox : .of(noun: facts.noun)
        let fallback = shape.property(parameter.name)?.fallback ?? .null
        let isKnown = !fallback.isNull && fallback != "" && fallback != 0
        if kind == "enum" || kind == "int", !RuleWords.describes(facts.noun) {
            let isNothing = isKnown && fallback.stringValue.map { ObjectShape.namesOfNothing.contains($0) } ?? false
            guard isKnown && !isNothing || needed.contains(parameter.name) else { return value }
            throw AdminAPIError.transformation(
                parameter: parameter.name,
                reason: "Cannot convert null to type \"\(parameter.type)\"."
            )
        }
        return isKnown ? .value(fallback) : value
    }
}
