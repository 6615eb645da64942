extension PowerShellDate {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// Reads a date as PowerShell does, by the rules of US English: `1/31/2026`, `2026-01-31T10:00:00+02:00`,
    /// `Jan 31 2026 5pm`.
    ///
    /// A date without a year, or a time alone, would depend on the day on which it is read, and gives `nil`.
    package init?(_ text: String) {
        var reader = DateReader()
        for word in text.lowercased().split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard reader.read(word) else { return nil }
        }
        guard let date = reader.date else { return nil }
        self = date
    }

    /// Gathers the parts of a date word by word.
    private struct DateReader {
        var civil = CivilTime(year: 0, month: 0, day: 0)
        var numbers: [Substring] = []
        var hasTime = false
        var isAfternoon: Bool?
        var offset: Int64?

        var date: PowerShellDate? {
            var civil = civil
            if civil.month > 0, civil.day == 0 {
                guard numbers.count == 2, let first = Int64(numbers[0]), let second = Int64(numbers[1]) else {
                    return nil
                }
                (civil.day, civil.year) = numbers[0].count > 2 ? (second, first) : (first, second)
                if numbers.contains(where: { $0.count > 2 }) == false { civil.year = Self.year(civil.year) }
            } else if !numbers.isEmpty {
                return nil
            }
            if let isAfternoon {
                guard hasTime, (1...12).contains(civil.hour) else { return nil }
                civil.hour = civil.hour % 12 + (isAfternoon ? 12 : 0)
            }
            guard var date = PowerShellDate(civil, isUTC: offset != nil) else { return nil }
            date.reading -= offset ?? 0
            return (PowerShellDate.earliest...PowerShellDate.latest).contains(date.reading) ? date : nil
        }

        mutating func read(_ word: Substring) -> Bool {
            if word == "am" || word == "pm" {
                guard isAfternoon == nil else { return false }
                isAfternoon = word == "pm"
                return true
            }
            if word == "z" || word == "gmt" || word == "utc" { return zone("+00:00") }
            if word.count >= 3, let month = months.firstIndex(where: { $0.hasPrefix(word) }) {
                guard civil.month == 0 else { return false }
                civil.month = Int64(month) + 1
                return true
            }
            if word.count >= 3, weekdays.contains(where: { $0.hasPrefix(word) }) { return true }
            guard let first = word.first, first.isASCII else { return false }
            if first == "+" || first == "-" { return hasTime && zone(word) }
            if let separator = word.firstIndex(where: { $0 == "t" }), word[..<separator].contains("-") {
                return day(word[..<separator], separator: "-") && time(word[word.index(after: separator)...])
            }
            if word.contains(":") || word.hasSuffix("am") || word.hasSuffix("pm") { return time(word) }
            if word.contains("/") { return day(word, separator: "/") }
            if word.contains("-") { return day(word, separator: "-") }
            guard word.count <= 4, word.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
            numbers.append(word)
            return true
        }

        private static func year(_ number: Int64) -> Int64 { number + (number < 50 ? 2_000 : 1_900) }

        private mutating func day(_ word: Substring, separator: Character) -> Bool {
            let parts = word.split(separator: separator, omittingEmptySubsequences: false)
            let numbers = parts.compactMap(Self.number)
            guard parts.count == 3, numbers.count == 3, civil.month == 0, parts[1].count <= 2 else { return false }
            if parts[0].count > 2 {
                (civil.year, civil.month, civil.day) = (numbers[0], numbers[1], numbers[2])
            } else {
                (civil.month, civil.day, civil.year) = (numbers[0], numbers[1], numbers[2])
                if parts[2].count <= 2 { civil.year = Self.year(civil.year) }
            }
            return true
        }

        private mutating func time(_ word: Substring) -> Bool {
            guard !hasTime else { return false }
            var rest = word
            if rest.hasSuffix("z") {
                guard zone("+00:00") else { return false }
                rest = rest.dropLast()
            } else if let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) {
                hasTime = true
                guard zone(rest[sign...]) else { return false }
                rest = rest[..<sign]
            }
            if rest.hasSuffix("am") || rest.hasSuffix("pm") {
                guard isAfternoon == nil else { return false }
                isAfternoon = rest.hasSuffix("pm")
                rest = rest.dropLast(2)
            }
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            guard let hour = Self.number(parts[0]), parts.count <= 3, parts.count > 1 || isAfternoon != nil else {
                return false
            }
            civil.hour = hour
            if parts.count > 1 {
                guard let minute = Self.number(parts[1]) else { return false }
                civil.minute = minute
            }
            if parts.count > 2 {
                let second = parts[2].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
                guard let whole = Self.number(second[0]), second.count == 1 || Self.number(second[1]) != nil else {
                    return false
                }
                civil.second = whole
            }
            hasTime = true
            return true
        }

        private mutating func zone(_ word: Substring) -> Bool {
            let digits = word.dropFirst().filter { $0 != ":" }
            guard offset == nil, [2, 4].contains(digits.count), let number = Self.number(digits[...]) else {
                return false
            }
            let (hours, minutes) = digits.count == 2 ? (number, 0) : (number / 100, number % 100)
            guard hours <= 14, minutes < 60 else { return false }
            offset = (word.first == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
            return true
        }

        private static func number(_ text: Substring) -> Int64? {
            text.count <= 9 && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int64(text) : nil
        }
    }
}
