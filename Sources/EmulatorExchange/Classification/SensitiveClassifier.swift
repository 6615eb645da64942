import EmulatorCore
import ExoJSON

/// Finds kinds of sensitive information in texts: those of rule packages, and those of the service's own that the program's table
/// describes.
struct SensitiveClassifier {
    private struct Package {
        let patterns: SensitivePatterns
        let finders: [String: TextFinder]

        /// What finds something that rules name; lists of words are named in letters of either case.
        func finder(of reference: String) -> TextFinder? { finders[reference] ?? finders[reference.lowercased()] }
    }

    private let packages: [Package]
    private let names: [String: String]

    /// - Throws: ``AdminAPIError``, `DatabaseError`.
    init(_ scope: CallScope) throws {
        let own = SensitivePatterns(EmbeddedFile.sensitiveTypes.text)
        let known = own.finders.merging(try Self.dictionaries(scope)) { first, _ in first }
            .compactMapValues(TextFinder.init)
        let texts = try ComplianceNoun.named(RulePackageRule.noun).map { noun in
            try scope.objects.objects(of: noun.objectClass).compactMap { $0.text(RulePackageRule.text) }
        }
        packages = ([own] + (texts ?? []).map(SensitivePatterns.init)).map { patterns in
            let others = known.filter { patterns.finders[$0.key] == nil }
            let finders = patterns.finders.compactMapValues(TextFinder.init)
            return Package(patterns: patterns, finders: finders.merging(others) { first, _ in first })
        }
        names = Dictionary(try Self.kinds(scope).map { ($0.guid, $0.name) }) { first, _ in first }
    }

    /// The kinds that a tenant has.
    static func kinds(_ scope: CallScope) throws -> [ExchangeObject] {
        guard let noun = ComplianceNoun.named("DlpSensitiveInformationType") else { return [] }
        try noun.prepare(scope)
        return try scope.objects.objects(of: noun.objectClass)
    }

    /// Whether it is known how a kind shows: all that its patterns name can be looked for.
    func knows(_ id: String) -> Bool {
        packages.contains { package in
            package.patterns.kinds.contains { kind in
                kind.id == id && !kind.patterns.isEmpty
                    && kind.patterns.flatMap(\.references).allSatisfy { package.finder(of: $0) != nil }
            }
        }
    }

    /// The kinds that stand in a text, in the order of the packages.
    func findings(in text: String, of wanted: Set<String>? = nil) -> [SensitiveFinding] {
        let searched = SearchedText(text)
        return packages.flatMap { package -> [SensitiveFinding] in
            var places: [String: TextPlaces] = [:]
            func found(_ reference: String) -> TextPlaces {
                if let known = places[reference] { return known }
                let all = package.finder(of: reference)?.places(in: searched) ?? TextPlaces([])
                places[reference] = all
                return all
            }
            return package.patterns.kinds.compactMap { kind in
                guard wanted?.contains(kind.id) ?? true, let name = names[kind.id] else { return nil }
                let matches = Self.matches(of: kind, searched, found)
                return matches.isEmpty ? nil : SensitiveFinding(id: kind.id, name: name, matches: matches)
            }
        }
    }

    /// Where a kind stands, each place by the pattern that is surest; evidence alone is found once.
    private static func matches(
        of kind: SensitivePatterns.Kind,
        _ text: SearchedText,
        _ found: (String) -> TextPlaces
    ) -> [SensitiveFinding.Match] {
        var taken: [Int: SensitiveFinding.Match] = [:]
        for pattern in kind.patterns.sorted(by: { $0.confidence > $1.confidence }) {
            func holds(_ place: Range<Int>) -> Bool {
                let near = (place.lowerBound - kind.proximity)..<(place.upperBound + kind.proximity)
                return pattern.evidence.allSatisfy { evidence in
                    let count = evidence.references.count { found($0).overlap(near) }
                    return (evidence.least...max(evidence.least, evidence.most)).contains(count)
                }
            }
            let places: [Range<Int>]
            if let subject = pattern.subject {
                places = found(subject).ranges.filter { taken[$0.lowerBound] == nil && holds($0) }
            } else if taken.isEmpty {
                let first = pattern.evidence.first { $0.least > 0 }?.references ?? []
                places = TextPlaces(first.flatMap { found($0).ranges }).ranges.first(where: holds).map { [$0] } ?? []
            } else {
                places = []
            }
            for place in places where taken[place.lowerBound] == nil {
                taken[place.lowerBound] = .init(text: text[place], confidence: pattern.confidence)
            }
        }
        return taken.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Lists of words, which rules name by their ids.
    private static func dictionaries(_ scope: CallScope) throws -> [String: SensitivePatterns.Finder] {
        guard let noun = ComplianceNoun.named("DlpKeywordDictionary") else { return [:] }
        return try scope.objects.objects(of: noun.objectClass).reduce(into: [:]) { all, dictionary in
            let words = (dictionary.text("KeywordDictionary") ?? "").split(separator: ",").map(\.trimmingBlanks)
            all[dictionary.guid] = .terms(words.map { .init(text: $0) })
        }
    }
}
