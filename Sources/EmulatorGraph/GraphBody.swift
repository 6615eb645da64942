import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The members of a JSON body, each asked for by its name, in any letter case, and its type.
///
/// Whoever reads one ends with ``finish()``, which refuses what nobody asked for.
struct GraphBody: Sendable {
    let resource: String
    private let object: JSONObject
    private let path: String
    private var read: Set<String> = []

    init(_ object: JSONObject, of resource: String, path: String = "") {
        self.object = object
        self.resource = resource
        self.path = path
    }

    func has(_ name: String) -> Bool { object.value(ignoringCase: name) != nil }

    /// The value as it is.
    mutating func value(_ name: String) -> JSONValue? {
        read.insert(name.lowercased())
        return object.value(ignoringCase: name)
    }

    /// A text; `nil` for a missing one and for `null`.
    mutating func text(_ name: String, limit: Int = 1024) throws -> String? {
        switch value(name) {
        case nil, .null: return nil
        case .string(let text) where text.utf8.count <= limit * 4: return text
        default: throw invalid(name)
        }
    }

    mutating func requiredText(_ name: String) throws -> String {
        guard let text = try text(name), !text.isEmpty else {
            throw AdministrationError.required(path + name, of: resource)
        }
        return text
    }

    mutating func flag(_ name: String) throws -> Bool? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let flag = GraphPrimitive.boolean.taken(value)?.boolValue else { throw invalid(name) }
        return flag
    }

    mutating func integer(_ name: String) throws -> Int? {
        guard let value = value(name), !value.isNull else { return nil }
        guard case .integer(let number)? = GraphPrimitive.number.taken(value) else { throw invalid(name) }
        return Int(number)
    }

    /// A list of texts; `nil` where it is missing.
    mutating func texts(_ name: String, limit: Int = 1000) throws -> [String]? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let elements = value.arrayValue, elements.count <= limit else { throw invalid(name) }
        return try elements.map { element in
            guard let text = element.stringValue, text.utf8.count <= 4096 else { throw invalid(name) }
            return text
        }
    }

    /// A GUID in small letters.
    mutating func identifier(_ name: String) throws -> String? {
        guard let text = try text(name) else { return nil }
        guard let id = Administration.identifier(text) else { throw invalid(name) }
        return id
    }

    mutating func date(_ name: String) throws -> Date? {
        guard let text = try text(name) else { return nil }
        guard let date = GraphDate.parse(text) else { throw invalid(name) }
        return date
    }

    /// The members of an object; `nil` where it is missing or `null`.
    mutating func body(_ name: String) throws -> GraphBody? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let inner = value.objectValue else { throw invalid(name) }
        return GraphBody(inner, of: resource, path: "\(path)\(name).")
    }

    /// A list of objects; `nil` where it is missing.
    mutating func bodies(_ name: String, limit: Int = 1200) throws -> [GraphBody]? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let elements = value.arrayValue, elements.count <= limit else { throw invalid(name) }
        return try elements.map { element in
            guard let inner = element.objectValue else { throw invalid(name) }
            return GraphBody(inner, of: resource, path: "\(path)\(name).")
        }
    }

    /// Reads members that mean nothing here into a document, checked against a type.
    ///
    /// Of a value with members only those change that are given, as the service has it.
    mutating func keep(_ names: [String], of type: GraphType, in document: inout JSONObject) throws {
        for name in names {
            guard let value = value(name) else { continue }
            guard value.text().utf8.count <= 65_536, let property = type.property(name) else { throw invalid(name) }
            let kept = try kept(value, property, at: name, over: document[name])
            document[name] = kept.isNull ? nil : kept
        }
    }

    private func kept(
        _ value: JSONValue,
        _ property: GraphMember,
        at place: String,
        over before: JSONValue? = nil
    ) throws -> JSONValue {
        guard !value.isNull else { return .null }
        guard !property.isCollection else {
            guard let elements = value.arrayValue else { throw invalid(place) }
            return .array(try elements.map { try keptOne($0, property, at: place) })
        }
        return try keptOne(value, property, at: place, over: before)
    }

    private func keptOne(
        _ value: JSONValue,
        _ property: GraphMember,
        at place: String,
        over before: JSONValue? = nil
    ) throws -> JSONValue {
        if let primitive = property.primitive {
            guard let taken = primitive.taken(value) else { throw invalid(place) }
            return taken
        }
        guard let type = GraphModel.published.type(property.type) else { return value }
        guard let object = value.objectValue else { throw invalid(place) }
        var whole = before?.objectValue ?? [:]
        for member in object.members where !member.name.contains("@odata.") {
            switch type.member(member.name) {
            case let inner? where inner.kind == .property:
                whole[inner.name] = try kept(
                    member.value,
                    inner,
                    at: "\(place).\(inner.name)",
                    over: whole[inner.name]
                )
            case let inner? where inner.kind == .navigation: whole[inner.name] = member.value
            default:
                guard type.isOpen else { throw undeclared("\(place).\(member.name)") }
                whole[member.name] = member.value
            }
        }
        return .object(whole)
    }

    /// - Throws: ``AdministrationError`` when there is a member that nobody asked for.
    func finish() throws { if let name = unread.first { throw undeclared(name) } }

    /// Refuses what nobody asked for in the body of an object: what only the service sets, what the emulator does not keep,
    /// and what objects of the type do not have.
    ///
    /// - Throws: ``AdministrationError``, or ``GraphError`` with status 501.
    func finish(of type: GraphType, readOnly: [String]) throws {
        for name in unread {
            let root = name.prefix { $0 != "@" }
            guard let member = type.member(String(root)), member.kind != .operation else { throw undeclared(name) }
            guard !readOnly.contains(member.name) else {
                throw AdministrationError("Property '\(path)\(name)' is read-only and cannot be set.")
            }
            throw GraphError.notEmulated("setting \(name)")
        }
    }

    /// The members that nobody asked for; what is said about others (`@odata.type`) is none, apart from references.
    private var unread: [String] {
        object.names.filter { name in
            !read.contains(name.lowercased()) && (!name.contains("@odata.") || name.hasSuffix("@odata.bind"))
        }
    }

    private func undeclared(_ name: String) -> AdministrationError {
        AdministrationError(
            "Property '\(path)\(name.prefix(200))' does not exist as a declared property or extension property."
        )
    }

    func invalid(_ name: String) -> AdministrationError { .invalid(path + name, of: resource) }
}
