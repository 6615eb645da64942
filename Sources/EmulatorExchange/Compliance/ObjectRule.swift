import EmulatorCore
import ExoJSON

/// What objects of a noun mean beyond their properties; nouns share these.
protocol ObjectRule: Sendable {
    /// Whether a parameter is read here, and not written into the property of its name.
    func takes(_ parameter: String) -> Bool
    /// The rule with what takes long looked up already, before the store is written to.
    func prepared(for call: BoundCall, of noun: ComplianceNoun, in scope: CallScope) throws -> any ObjectRule
    /// Puts what a call says into an object, once the plain properties are in.
    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws
    /// After an object was stored.
    func stored(_ object: ExchangeObject, in scope: CallScope) throws
    /// After several objects were stored together.
    func stored(_ objects: [ExchangeObject], in scope: CallScope) throws
    /// Refuses the removal of an object, or does what follows from it.
    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws
    /// Whether a listing shows an object.
    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool
    /// What follows from an object and its surroundings when it is shown.
    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject
}

extension ObjectRule {
    func takes(_ parameter: String) -> Bool { false }
    func prepared(for call: BoundCall, of noun: ComplianceNoun, in scope: CallScope) throws -> any ObjectRule { self }
    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {}
    func stored(_ object: ExchangeObject, in scope: CallScope) throws {}
    func stored(_ objects: [ExchangeObject], in scope: CallScope) throws {
        for object in objects { try stored(object, in: scope) }
    }
    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {}
    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool { true }
    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject { [:] }
}

extension AdminAPIError {
    /// What the service refuses because of the state of an object.
    static func invalidOperation(_ message: String) -> AdminAPIError {
        AdminAPIError(exceptionType: "System.InvalidOperationException", message: message)
    }
}
