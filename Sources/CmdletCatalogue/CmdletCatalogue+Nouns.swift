extension CmdletCatalogue {
    /// The names of all parameter types, sorted.
    package static var typeNames: [String] { keys("types") }

    /// The parameter type of that name.
    package static func type(named name: String) -> TypeFacts? {
        find(name, "types").flatMap { TypeFacts($0.key, $0.value) }
    }

    /// All nouns, sorted.
    package static var nounNames: [String] { keys("nouns") }

    /// The noun of that name.
    package static func noun(named name: String) -> NounFacts? {
        find(name, "nouns").flatMap { NounFacts($0.key, $0.value) }
    }

    /// The nouns whose objects are known, sorted.
    package static var objectNouns: [String] { keys("objects") }

    /// What `Get-` with that noun returns.
    package static func object(ofNoun noun: String) -> ObjectFacts? {
        find(noun, "objects").flatMap { ObjectFacts($0.key, $0.value) }
    }

    /// What is known of rows and their annotations.
    package static var wireFacts: FactValue? { find("objects.wire", "other")?.value }

    /// The cmdlets that have property sets, sorted.
    package static var propertySetCmdlets: [String] { keys("propertySets") }

    /// The property sets of a cmdlet.
    package static func propertySets(of cmdlet: String) -> PropertySetFacts? {
        find(cmdlet, "propertySets").map { PropertySetFacts($0.key, $0.value) }
    }
}
