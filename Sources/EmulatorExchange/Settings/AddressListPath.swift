import EmulatorCore
import ExoJSON

/// Where lists of addresses stand: in the folder of all, or in another list, which a list keeps by its path.
enum AddressListPath {
    static let noun = "AddressList"
    /// The parameter, and the property, that says in which list one stands.
    static let container = "Container"
    private static let root = "\\"

    /// The path of the list in which a list stands.
    static func container(of list: ExchangeObject) -> String {
        let place = list.text(container) ?? ""
        return place.hasPrefix(root) ? place : root + place
    }

    /// The whole path: `\Europe\Berlin`.
    static func path(of list: ExchangeObject) -> String { path(list.name, in: container(of: list)) }

    private static func path(_ name: String, in container: String) -> String {
        container == root ? root + name : "\(container)\\\(name)"
    }

    /// How others name a setting: a list of addresses by its path without the first backslash.
    static func reference(to object: ExchangeObject, _ noun: SettingNoun) -> String {
        noun.noun == self.noun ? String(path(of: object).dropFirst()) : object.name
    }

    /// The lists that a path names; an asterisk in it stands for anything.
    ///
    /// - Throws: `DatabaseError`.
    static func lists(at path: String, _ objects: ObjectStore) throws -> [ExchangeObject] {
        let whole = path.hasPrefix(root) ? path : root + path
        let pattern = Array(whole.lowercased())
        return try all(objects).filter { Wildcard.matches(Array(self.path(of: $0).lowercased()), pattern: pattern) }
    }

    /// The lists that stand in a list, at whatever depth.
    ///
    /// - Throws: `DatabaseError`.
    static func lists(in list: ExchangeObject, _ objects: ObjectStore) throws -> [ExchangeObject] {
        let path = path(of: list).lowercased()
        return try all(objects).filter { other in
            let container = container(of: other).lowercased()
            return container == path || container.hasPrefix(path + root)
        }
    }

    /// Refuses a list where another one of its name stands.
    ///
    /// - Throws: ``AdminAPIError``.
    static func checkUnique(_ list: ExchangeObject, _ scope: CallScope) throws {
        let path = path(of: list)
        let isTaken = try all(scope.objects).contains { other in
            other.guid != list.guid && self.path(of: other).lowercased() == path.lowercased()
        }
        guard isTaken else { return }
        throw AdminAPIError.alreadyThere(path, noun: noun)
    }

    /// Lets whatever names a list, or a list in it, follow its new name.
    ///
    /// - Throws: `DatabaseError`.
    static func follow(from former: ExchangeObject, to list: ExchangeObject, _ scope: CallScope) throws {
        let noun = SettingNoun(noun)
        let (before, after) = (reference(to: former, noun), reference(to: list, noun))
        // Where they stand is read before the first of them goes elsewhere.
        for other in try [former] + lists(in: former, scope.objects) {
            let name = reference(to: other, noun)
            try SettingReferences.replace(name, with: after + name.dropFirst(before.count), of: noun, scope)
        }
    }

    private static func all(_ objects: ObjectStore) throws -> [ExchangeObject] {
        try objects.objects(of: SettingNoun(noun).objectClass)
    }
}
