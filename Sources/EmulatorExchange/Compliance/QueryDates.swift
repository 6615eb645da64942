import EmulatorCore

/// The dates of a content query: a day, a month, a year, words for those around now, or two of them with dots between.
struct QueryDates {
    let now: ServiceDate

    /// The ticks from the first moment of a value to the last one, `nil` for what is no date.
    func ticks(of value: String) -> ClosedRange<Int64>? {
        let ends = value.split(separator: "..", maxSplits: 1).map { $0.trimmingBlanks }
        guard let first = ends.first.flatMap(span), let last = ends.last.flatMap(span),
            first.lowerBound <= last.upperBound
        else { return nil }
        return first.lowerBound...last.upperBound
    }

    private func span(_ text: String) -> ClosedRange<Int64>? {
        if let words = words(text.lowercased()) { return words }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if let year = Int(text), text.count == 4 { return Self.months(from: year * 12, count: 12) }
        if parts.count == 2, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            (1...12).contains(month)
        {
            return Self.months(from: year * 12 + month - 1, count: 1)
        }
        guard let moment = ServiceDate(parsing: text) else { return nil }
        // A day goes to its end.
        let isDay = moment.ticks % ServiceDate.ticksOfADay == 0
        return moment.ticks...(moment.ticks + (isDay ? ServiceDate.ticksOfADay - 1 : 0))
    }

    private func words(_ text: String) -> ClosedRange<Int64>? {
        let today = now.text(.utc).split(separator: "-")
        guard let year = Int(today[0]), let month = Int(today[1]) else { return nil }
        let thisMonth = year * 12 + month - 1
        // Weeks begin on Sundays; 1 January 1970 was a Thursday.
        let sunday = now.day - (now.day % 7 + 11) % 7
        switch text {
        case "today": return Self.days(from: now.day, count: 1)
        case "yesterday": return Self.days(from: now.day - 1, count: 1)
        case "this week": return Self.days(from: sunday, count: 7)
        case "last week": return Self.days(from: sunday - 7, count: 7)
        case "this month": return Self.months(from: thisMonth, count: 1)
        case "last month": return Self.months(from: thisMonth - 1, count: 1)
        case "this year": return Self.months(from: year * 12, count: 12)
        case "last year": return Self.months(from: (year - 1) * 12, count: 12)
        default: return nil
        }
    }

    private static func days(from day: Int, count: Int) -> ClosedRange<Int64> {
        Int64(day) * ServiceDate.ticksOfADay...Int64(day + count) * ServiceDate.ticksOfADay - 1
    }

    /// Months counted from the year 0 on.
    private static func months(from month: Int, count: Int) -> ClosedRange<Int64>? {
        guard let start = first(ofMonth: month), let end = first(ofMonth: month + count) else { return nil }
        return start.ticks...end.ticks - 1
    }

    private static func first(ofMonth month: Int) -> ServiceDate? {
        let (year, number) = (String(month / 12), String(month % 12 + 1))
        let digits = String(repeating: "0", count: max(0, 4 - year.count)) + year
        return ServiceDate(parsing: "\(digits)-\(number.count < 2 ? "0" : "")\(number)-01")
    }
}
