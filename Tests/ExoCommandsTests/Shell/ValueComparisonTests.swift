import ExoJSON
import Testing

@testable import ExoCommands

struct ValueComparisonTests {
    @Test(arguments: [
        "2026-07-02T01:04:05.5000000-07:00", "2026-07-02T01:04:05.1234567Z", "2026-07-02T01:04:05+02:00",
    ])
    func aTimeIsEqualToItself(text: String) {
        #expect(ValueComparison.order(.string(text), .string(text)) == 0)
        #expect(ValueComparison.sortOrder(.string(text), .string(text)) == 0)
    }

    @Test func timesWithoutAZoneAreSortedByWhatTheySay() {
        let (early, late) = (JSONValue.string("2026-07-02T10:00:00"), JSONValue.string("2026-07-02T10:30:00"))
        #expect(ValueComparison.sortOrder(early, late) < 0 && ValueComparison.sortOrder(late, early) > 0)
    }

    @Test func zonesCountWhereTimesAreCompared() {
        let (left, right) = (JSONValue.string("2026-07-02T10:00:00+02:00"), JSONValue.string("2026-07-02T08:30:00Z"))
        #expect(ValueComparison.order(left, right) == -1)
    }

    @Test(arguments: ["+02000", "-1:2:3", "+:::::", "-12345", "+2:00", "Zulu"])
    func whatIsNoZoneMakesNoTime(zone: String) {
        #expect(WireTime("2026-07-02T01:04:05\(zone)") == nil)
    }

    @Test func theDayOfTheWeekIsThatOfTheCalendar() {
        #expect(WireTime("2026-11-30T00:00:00Z")?.member("dayofweek") == "Monday")
        #expect(WireTime("1969-12-31T00:00:00Z")?.member("dayofweek") == "Wednesday")
        #expect(WireTime("2000-02-29T00:00:00Z")?.member("dayofweek") == "Tuesday")
    }
}
