/// The facts about Exchange Online's cmdlets that are part of the binary.
///
/// Nothing is parsed at start: a look-up searches an index and decodes the one entry it finds. Names are compared
/// without letter case. What is not in the tables is `nil` or empty.
package enum CmdletCatalogue {
    /// The names of all cmdlets, sorted.
    package static var names: [String] { keys("cmdlets") }

    /// The cmdlet of that name, with what its generated function adds where one was seen.
    package static func cmdlet(named name: String) -> CmdletFacts? {
        guard let (key, entry) = find(name, "cmdlets") else { return nil }
        return CmdletFacts(key, entry, function: function(named: key))
    }

    /// The names of all generated functions, sorted.
    package static var functionNames: [String] { keys("functions") }

    /// The generated function of that name; 17 of them have no entry among the cmdlets.
    package static func function(named name: String) -> FunctionFacts? {
        find(name, "functions").map { FunctionFacts($0.key, $0.value) }
    }

    /// The names of the cmdlets that begin so.
    package static func names(startingWith prefix: String) -> [String] {
        let blob = CatalogueBlob.embedded
        guard let section = blob.section("cmdlets") else { return [] }
        let wanted = prefix.lowercased()
        var names: [String] = []
        for place in blob.lowerBound(of: prefix, in: section)..<section.count {
            guard let name = blob.key(place, of: section), name.lowercased().hasPrefix(wanted) else { break }
            names.append(name)
        }
        return names
    }

    /// The names that a person may have meant, the most likely first.
    ///
    /// - Parameters:
    ///   - name: What was typed.
    ///   - limit: The greatest number of names.
    /// - Returns: Names of cmdlets, none when all are far.
    package static func nearestNames(to name: String, limit: Int = 3) -> [String] {
        NearestNames.cmdlets(to: name, among: names, limit: limit)
    }

    /// How scripts use the cmdlet; `nil` for one that none of them calls.
    package static func usage(of cmdlet: String) -> UsageFacts? {
        find(cmdlet, "usage").map { UsageFacts($0.key, $0.value) }
    }

    /// Looks at the names of all cmdlets, in order.
    ///
    /// - Parameter visit: Gets a name, and its bytes in small letters.
    package static func forEachName(_ visit: (_ name: String, _ letters: [UInt8]) -> Void) {
        let blob = CatalogueBlob.embedded
        guard let section = blob.section("cmdlets") else { return }
        var letters: [UInt8] = []
        for place in 0..<section.count {
            blob.readKey(place, of: section, into: &letters)
            visit(blob.key(place, of: section) ?? "", letters)
        }
    }

    /// The parameters whose names fit, each with the cmdlets that have it.
    ///
    /// - Parameter fits: Whether a name, by its bytes in small letters, is wanted.
    /// - Returns: Names and cmdlets.
    package static func parameters(where fits: ([UInt8]) -> Bool) -> [(name: String, cmdlets: [String])] {
        let blob = CatalogueBlob.embedded
        guard let section = blob.section("parameterCmdlets") else { return [] }
        var letters: [UInt8] = []
        return (0..<section.count).compactMap { place in
            blob.readKey(place, of: section, into: &letters)
            guard fits(letters), let name = blob.key(place, of: section) else { return nil }
            return (name, blob.value(place, of: section)?.texts ?? [])
        }
    }

    // MARK: Reading

    static func keys(_ section: String, in blob: CatalogueBlob = .embedded) -> [String] {
        blob.section(section).map(blob.keys) ?? []
    }

    static func find(
        _ name: String,
        _ section: String,
        in blob: CatalogueBlob = .embedded
    ) -> (key: String, value: FactValue)? {
        blob.section(section).flatMap { blob.entry(name, in: $0) }
    }

    /// All entries of a section, decoded.
    static func all<Facts>(_ section: String, _ make: (String, FactValue) -> Facts?) -> [Facts] {
        let blob = CatalogueBlob.embedded
        guard let section = blob.section(section) else { return [] }
        return (0..<section.count).compactMap { place in
            guard let key = blob.key(place, of: section), let value = blob.value(place, of: section) else { return nil }
            return make(key, value)
        }
    }
}
