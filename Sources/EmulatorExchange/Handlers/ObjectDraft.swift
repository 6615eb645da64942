import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// An object while a cmdlet changes it.
struct ObjectDraft: Sendable {
    let original: ExchangeObject
    var object: ExchangeObject
    let shape: ObjectShape
    /// The new password of the account.
    var password: ParameterSecret?
    /// What the directory is told of the account, by its id, once the object is stored.
    var later: [@Sendable (Users, String) throws -> Void] = []

    init(object: ExchangeObject, shape: ObjectShape) {
        original = object
        self.object = object
        self.shape = shape
    }

    var isChanged: Bool {
        object.properties != original.properties || object.name != original.name
            || object.typeDetails != original.typeDetails || object.state != original.state || password != nil
            || !later.isEmpty
    }

    /// The value that the object shows.
    func value(_ name: String) -> JSONValue {
        object.properties[name] ?? shape.property(name)?.fallback ?? .null
    }

    /// The texts that the object shows.
    func texts(_ name: String) -> [String] { value(name).arrayValue?.compactMap(\.stringValue) ?? [] }

    /// Whether a property differs from what it was.
    func changes(_ name: String) -> Bool { object.properties[name] != original.properties[name] }

    /// The names of the properties that differ from what they were.
    var changes: Set<String> { object.properties.differences(from: original.properties) }

    /// Stores a value, or nothing where it is the default; an empty list is null where that is the default.
    ///
    /// Which policy is chosen is kept whichever it is: the default of who says nothing may be called anew.
    mutating func store(_ name: String, _ value: JSONValue) {
        let fallback = shape.property(name)?.fallback
        let isDefault = value == fallback || value == [] && fallback == .null
        if isDefault, value.isNull || !UnsaidPolicies.nouns.contains(name) {
            object.properties[name] = nil
        } else {
            object.properties[name] = value
        }
    }

    /// Stores the value of a parameter in the property of its name; a parameter without one has no effect.
    ///
    /// - Throws: ``AdminAPIError`` when the value is not one of the property's.
    mutating func set(_ name: String, _ bound: BoundValue) throws {
        guard let property = shape.property(name) else { return }
        switch bound {
        case .delta(let add, let remove):
            guard property.kind == .texts else { throw Self.noList(name) }
            store(
                property.name,
                .array(Self.merged(texts(property.name), add: add, remove: remove).map { .string($0) })
            )
        case .value(.array(let elements)):
            // An empty list changes nothing; only an empty table or null clears.
            guard !elements.isEmpty else { return }
            guard property.kind == .texts else { throw Self.noList(name) }
            store(property.name, .array(elements))
        case .value(.null), .value(.string("")): clear(property)
        case .value(let value): store(property.name, try Self.converted(value, property))
        // Nothing that is shown.
        case .secret: break
        }
    }

    /// A list after adding and removing, compared without letter case.
    static func merged(_ list: [String], add: [String], remove: [String]) -> [String] {
        let gone = Set(remove.map { $0.lowercased() })
        let kept = list.filter { !gone.contains($0.lowercased()) }
        var known = Set(kept.map { $0.lowercased() })
        return kept + add.filter { known.insert($0.lowercased()).inserted }
    }

    /// Takes a value away.
    ///
    /// Nouns that share the object show nothing in their own way, one as null, another as empty text.
    private mutating func clear(_ property: PropertyShape) {
        switch property.kind {
        case .texts: store(property.name, [])
        case .text where property.fallback == .null || property.fallback == .string(""):
            object.properties[property.name] = nil
        case .flag where property.fallback != .null: store(property.name, false)
        default: store(property.name, .null)
        }
    }

    private static func converted(_ value: JSONValue, _ property: PropertyShape) throws -> JSONValue {
        guard case .string(let text) = value else {
            switch (property.kind, value) {
            case (.texts, .object): return [value]
            case (.text, .integer), (.text, .unsigned), (.text, .double): return .string(value.text())
            case (.text, .bool(let flag)): return .string(flag ? "True" : "False")
            default: return value
            }
        }
        if property.kind == .texts { return [value] }
        guard property.kind == .text, let format = property.format else { return value }
        if property.isUnlimited, text.lowercased() == "unlimited" { return "Unlimited" }
        guard let converted = format.text(of: text) else {
            let type = "Microsoft.Exchange.Data.\(format.typeName)"
            throw AdminAPIError.transformation(
                parameter: property.name,
                reason: "Cannot convert value \"\(text)\" to type \""
                    + (property.isUnlimited ? "Microsoft.Exchange.Data.Unlimited`1[\(type)]" : type) + "\"."
            )
        }
        return .string(converted)
    }

    private static func noList(_ name: String) -> AdminAPIError {
        AdminAPIError.transformation(parameter: name, reason: "A list or a table cannot be used here.")
    }
}
