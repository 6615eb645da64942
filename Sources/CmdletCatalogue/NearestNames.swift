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
            if wanted.count >= 3, contains(candidate, wanted) { return min(allowed, 1) }
            // Names that share no letter are not near, however short.
            return distance(wanted, candidate, atMost: min(allowed, max(wanted.count, candidate.count) - 1))
        }
    }

    /// The nearest cmdlets: a wrong verb costs little, a wrong noun what it differs by.
    static func cmdlets(to name: String, among names: [String], limit: Int) -> [String] {
        let (verb, noun) = parts(bytes(name))
        guard let verb else {
            let allowed = max(3, noun.count / 4 + 2)
            return ranked(names, limit: limit) { candidate in
                let whole = distance(noun, candidate, atMost: allowed)
                let part = distance(noun, parts(candidate).noun, atMost: allowed - 2).map { $0 + 2 }
                return [whole, part].compactMap(\.self).min()
            }
        }
        let meantVerb = verbs[String(decoding: verb, as: UTF8.self)].map { bytes($0) } ?? verb
        let allowed = max(2, noun.count / 3)
        return ranked(names, limit: limit) { candidate in
            let (otherVerb, otherNoun) = parts(candidate)
            guard let nounDistance = distance(noun, otherNoun, atMost: allowed) else { return nil }
            let other = otherVerb ?? []
            let verbDistance =
                other == meantVerb ? (meantVerb == verb ? 0 : 1) : min(distance(verb, other, atMost: 5) ?? 5, 5) + 1
            return 4 * nounDistance + verbDistance
        }
    }

    /// The edit distance of two texts, `nil` where it is greater than a bound; two neighbours that changed places count
    /// as one edit.
    package static func distance(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, atMost bound: Int) -> Int? {
        guard abs(left.count - right.count) <= bound else { return nil }
        let left = Array(left), right = Array(right)
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast = Array(repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = beforeLast
        var wasBeyond = false
        for row in 1...left.count {
            // Places further from the diagonal than the bound cost more than it.
            let columns = max(1, row - bound)...min(right.count, row + bound)
            current[columns.lowerBound - 1] = columns.lowerBound == 1 ? row : bound + 1
            if columns.upperBound < right.count { current[columns.upperBound + 1] = bound + 1 }
            for column in columns {
                let same = left[row - 1] == right[column - 1]
                var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, beforeLast[column - 2] + 1)
                }
                current[column] = best
            }
            // What begins so far apart that two rows are beyond the bound comes no nearer.
            let isBeyond = current[columns.lowerBound - 1...columns.upperBound].allSatisfy { $0 > bound }
            if isBeyond, wasBeyond { return nil }
            wasBeyond = isBeyond
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count] <= bound ? last[right.count] : nil
    }

    private static func ranked(
        _ names: [String],
        limit: Int,
        _ cost: (ArraySlice<UInt8>) -> Int?
    ) -> [String] {
        names.enumerated()
            .compactMap { place, name in cost(bytes(name)).map { (cost: $0, place: place, name: name) } }
            .sorted { ($0.cost, $0.place) < ($1.cost, $1.place) }
            .prefix(limit)
            .map(\.name)
    }

    private static func parts(_ name: ArraySlice<UInt8>) -> (verb: ArraySlice<UInt8>?, noun: ArraySlice<UInt8>) {
        guard let dash = name.firstIndex(of: UInt8(ascii: "-")) else { return (nil, name) }
        return (name[..<dash], name[(dash + 1)...])
    }

    private static func bytes(_ text: String) -> ArraySlice<UInt8> { text.utf8.map { $0.lowercasedASCII }[...] }

    private static func contains(_ whole: ArraySlice<UInt8>, _ part: ArraySlice<UInt8>) -> Bool {
        guard whole.count >= part.count else { return false }
        return (whole.startIndex...whole.endIndex - part.count).contains {
            whole[$0..<$0 + part.count].elementsEqual(part)
        }
    }
}
