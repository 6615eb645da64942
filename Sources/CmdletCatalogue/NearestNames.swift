/// Finds the names that a person may have meant.
package enum NearestNames {
    /// Verbs that people use for another one.
    private static let verbs: [String: String] = [
        "list": "get", "show": "get", "find": "get", "read": "get", "create": "new", "make": "new", "delete": "remove",
        "update": "set", "change": "set", "edit": "set", "modify": "set", "add": "new", "stop": "disable",
        "start": "enable",
    ]

    /// The nearest of some names, such as parameters, the most likely first; none when all are far.
    ///
    /// - Parameters:
    ///   - name: What was typed.
    ///   - names: What there is.
    ///   - limit: The greatest number of names.
    /// - Returns: Some of the names.
    package static func nearest(to name: String, among names: [String], limit: Int = 3) -> [String] {
        let wanted = bytes(name)
        let allowed = max(2, wanted.count / 3)
        return ranked(names, limit: limit) { candidate in
            let other = bytes(candidate)
            if wanted.count >= 3, contains(other, wanted) { return min(allowed, 1) }
            guard abs(other.count - wanted.count) <= allowed else { return nil }
            let distance = distance(wanted, other)
            return distance <= allowed ? distance : nil
        }
    }

    /// The nearest cmdlets: a wrong verb costs little, a wrong noun what it differs by.
    static func cmdlets(to name: String, among names: [String], limit: Int) -> [String] {
        let (verb, noun) = parts(name)
        guard let verb else {
            let nouns = bytes(name)
            return ranked(names, limit: limit) { candidate in
                let whole = distance(nouns, bytes(candidate))
                let part = 2 + distance(nouns, bytes(parts(candidate).noun))
                let best = min(whole, part)
                return best <= max(3, nouns.count / 4 + 2) ? best : nil
            }
        }
        let wantedVerb = bytes(verb)
        let meantVerb = verbs[verb.lowercased()].map(bytes) ?? wantedVerb
        let wantedNoun = bytes(noun)
        let allowed = max(2, wantedNoun.count / 3)
        return ranked(names, limit: limit) { candidate in
            let (otherVerb, otherNoun) = parts(candidate)
            let noun = bytes(otherNoun)
            guard abs(noun.count - wantedNoun.count) <= allowed else { return nil }
            let nounDistance = distance(wantedNoun, noun)
            guard nounDistance <= allowed else { return nil }
            let other = bytes(otherVerb ?? "")
            let verbDistance = other == meantVerb ? (meantVerb == wantedVerb ? 0 : 1) : distance(wantedVerb, other) + 1
            return 4 * nounDistance + min(verbDistance, 6)
        }
    }

    /// The edit distance of two texts; two neighbours that changed places count as one edit.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            current.reserveCapacity(right.count + 1)
            for column in 1...right.count {
                let same = left[row - 1] == right[column - 1]
                var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, beforeLast[column - 2] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }

    private static func ranked(_ names: [String], limit: Int, _ cost: (String) -> Int?) -> [String] {
        names.enumerated()
            .compactMap { place, name in cost(name).map { (cost: $0, place: place, name: name) } }
            .sorted { ($0.cost, $0.place) < ($1.cost, $1.place) }
            .prefix(limit)
            .map(\.name)
    }

    private static func parts(_ name: String) -> (verb: String?, noun: String) {
        guard let dash = name.firstIndex(of: "-") else { return (nil, name) }
        return (String(name[..<dash]), String(name[name.index(after: dash)...]))
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.lowercased().utf8) }

    private static func contains(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
        guard whole.count >= part.count else { return false }
        return (0...whole.count - part.count).contains { whole[$0..<$0 + part.count].elementsEqual(part) }
    }
}
