/// A date in the forms that .NET reads where no culture is meant: `1/31/2026 5 PM`, `2026-1-5`, `Jan 31 2026`,
/// `Saturday, January 31, 2026 9:50:02 PM`.
///
/// A date without a year or without any day at all is none here, since what it means depends on the day on which it is read.
struct DateWords {
    private var date: (year: Int64, month: Int64, day: Int64)?
    private var month: Int64?
    /// Numbers that are no whole date yet.
    private var numbers: [Substring] = []
    /// Ticks since midnight.
    private var time: Int64?
    private var isAfternoon: Bool?
    private var shift: Int64?
    /// Days since Sunday.
    private var weekday: Int64?

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
    private static let ticksOfHour = 3600 * ServiceDate.ticksOfSecond

    /// The moment in ticks since 1970, `nil` for what is no date.
    static func ticks(of text: String) -> Int64? {
        var words = DateWords()
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            guard words.take(word) else { return nil }
        }
        return words.ticks
    }

    /// Whether a word says something that was not said yet.
    private mutating func take(_ word: Substring) -> Bool {
        // A date and a time in one word.
        if let letter = word.firstIndex(where: { $0 == "T" || $0 == "t" }), word[letter...].contains(":"),
            word[..<letter].last?.isNumber == true
        {
            return take(word[..<letter]) && take(word[word.index(after: letter)...])
        }
        if word.contains(":") { return takeTime(word) }
        if ServiceDate.isDigits(word) {
            numbers.append(word)
            return true
        }
        if word.allSatisfy(\.isLetter) { return takeName(word.lowercased()) }
        // An hour with its half of the day, as `5PM`.
        let digits = word.prefix { $0.isNumber }
        if !digits.isEmpty, ServiceDate.isDigits(digits), word.dropFirst(digits.count).allSatisfy(\.isLetter) {
            return take(digits) && takeName(word.dropFirst(digits.count).lowercased())
        }
        return takeDate(word)
    }

    private mutating func takeName(_ name: String) -> Bool {
        func place(in names: [String]) -> Int64? {
            names.firstIndex { $0 == name || $0.prefix(3) == name }.map { Int64($0) }
        }
        if let place = place(in: Self.months) {
            guard month == nil, date == nil else { return false }
            month = place + 1
            return true
        }
        if let place = place(in: Self.weekdays) {
            guard weekday == nil else { return false }
            weekday = place
            return true
        }
        switch name {
        case "am", "pm":
            guard isAfternoon == nil else { return false }
            isAfternoon = name == "pm"
            guard time == nil else { return true }
            // The number before it is an hour.
            guard let hour = numbers.popLast().flatMap({ ServiceDate.number($0) }), hour <= 12 else { return false }
            time = hour * Self.ticksOfHour
            return true
        case "z", "gmt":
            guard shift == nil else { return false }
            shift = 0
            return true
        default: return false
        }
    }

    private mutating func takeTime(_ word: Substring) -> Bool {
        var word = word
        let lower = word.lowercased()
        if lower.hasSuffix("am") || lower.hasSuffix("pm") {
            word = word.dropLast(2)
            isAfternoon = lower.hasSuffix("pm")
        }
        guard let (text, zone) = ServiceDate.withoutZone(word) else { return false }
        if text.count < word.count {
            guard shift == nil else { return false }
            shift = zone
        }
        // A zone may stand alone behind a time.
        if text.isEmpty { return time != nil }
        guard time == nil, let ticks = ServiceDate.clock(text) else { return false }
        time = ticks
        return true
    }

    /// Takes a date in one word: the year before or behind the others, which are month and day in this order; or with the
    /// month's name in the middle.
    private mutating func takeDate(_ word: Substring) -> Bool {
        guard date == nil, month == nil, let mark = word.first(where: { "/-.".contains($0) }) else { return false }
        let parts = word.split(separator: mark, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return false }
        if parts[1].allSatisfy(\.isLetter) {
            return take(parts[0]) && takeName(parts[1].lowercased()) && month != nil && take(parts[2])
        }
        let order = parts[0].count == 4 ? [0, 1, 2] : [2, 0, 1]
        guard let year = Self.year(parts[order[0]]), let month = Self.small(parts[order[1]]),
            let day = Self.small(parts[order[2]])
        else { return false }
        date = (year, month, day)
        return true
    }

    /// A year in four digits, or in two of this century.
    private static func year(_ text: Substring) -> Int64? {
        guard [2, 4].contains(text.count), let number = ServiceDate.number(text) else { return nil }
        return text.count == 2 ? 2000 + number : number
    }

    private static func small(_ text: Substring) -> Int64? {
        (1...2).contains(text.count) ? ServiceDate.number(text) : nil
    }

    private var ticks: Int64? {
        guard let date = date == nil ? named : numbers.isEmpty && month == nil ? date : nil,
            let start = ServiceDate.midnight(year: date.year, month: date.month, day: date.day)
        else { return nil }
        // 1 January 1970 was a Thursday.
        let day = start / (24 * Self.ticksOfHour)
        if let weekday, ((day + 4) % 7 + 7) % 7 != weekday { return nil }
        guard var time = time ?? (isAfternoon == nil ? 0 : nil) else { return nil }
        if let isAfternoon {
            let hour = time / Self.ticksOfHour
            guard (1...12).contains(hour) else { return nil }
            if isAfternoon, hour < 12 { time += 12 * Self.ticksOfHour }
            if !isAfternoon, hour == 12 { time -= 12 * Self.ticksOfHour }
        }
        return start + time - (shift ?? 0)
    }

    /// The date whose month has its name, `nil` where numbers are too many or too few.
    private var named: (year: Int64, month: Int64, day: Int64)? {
        guard let month else { return nil }
        switch numbers.count {
        case 1: return numbers[0].count == 4 ? Self.year(numbers[0]).map { ($0, month, 1) } : nil
        case 2:
            let isYearFirst = numbers[0].count == 4
            guard let year = Self.year(numbers[isYearFirst ? 0 : 1]), let day = Self.small(numbers[isYearFirst ? 1 : 0])
            else { return nil }
            return (year, month, day)
        default: return nil
        }
    }
}
