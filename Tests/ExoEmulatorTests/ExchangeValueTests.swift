import Testing

@testable import EmulatorExchange

struct ExchangeValueTests {
    @Test func aTextWithoutEndIsNoDate() {
        for part in ["1T", "1/", "Jan ", "1 ", "2026-01-01T", "+1:", "-"] {
            #expect(ServiceDate(parsing: String(repeating: part, count: 200_000) + "1:00") == nil, "\(part)")
        }
    }

    struct Case: CustomTestStringConvertible {
        var text: String
        var result: String?
        var testDescription: String { text }
    }

    static let dates = [
        Case(text: "2026-07-02T01:04:05", result: "2026-07-02T01:04:05.0000000Z"),
        Case(text: "2026-07-02T01:04:05.1234567Z", result: "2026-07-02T01:04:05.1234567Z"),
        Case(text: "2026-07-02T01:04:05+02:00", result: "2026-07-01T23:04:05.0000000Z"),
        Case(text: "2026-07-02", result: "2026-07-02T00:00:00.0000000Z"),
        Case(text: "1/2/2026", result: "2026-01-02T00:00:00.0000000Z"),
        Case(text: "01/02/2026 12:00:00 AM", result: "2026-01-02T00:00:00.0000000Z"),
        Case(text: "2/29/2028 3:04 pm", result: "2028-02-29T15:04:00.0000000Z"),
        Case(text: "0001-01-01", result: "0001-01-01T00:00:00.0000000Z"),
        Case(text: "9999-12-31T23:59:59.9999999Z", result: "9999-12-31T23:59:59.9999999Z"),
        Case(text: "1969-12-31T23:59:59.9999999Z", result: "1969-12-31T23:59:59.9999999Z"),
        Case(text: "2000-02-29", result: "2000-02-29T00:00:00.0000000Z"),
        Case(text: "1900-02-29", result: nil),
        Case(text: "0001-01-01T00:00:00+00:01", result: nil),
        Case(text: "9999-12-31T23:59:59-00:01", result: nil),
        Case(text: "0000-01-01", result: nil),
        Case(text: "+999-01-01", result: nil),
        Case(text: "2026-07-02T01:04:05+99:00", result: nil),
        Case(text: "2026-07-02T01:04:05+-1:00", result: nil),
        Case(text: "2026-07-02T9223372036854775808:00", result: nil),
        Case(text: "2026-07-02T01:04:05.123456789", result: "2026-07-02T01:04:05.1234567Z"),
        Case(text: "2026-07-02T01:04:05.1x", result: nil),
        Case(text: "1/1/99999999999999999999", result: nil),
        Case(text: "-1/1/2026", result: nil),
        Case(text: "1/1/26", result: "2026-01-01T00:00:00.0000000Z"),
        Case(text: "2/29/2027", result: nil),
        Case(text: "2026-13-01", result: nil),
        Case(text: "2026-07-02T25:00:00", result: nil),
        Case(text: "2026-07-02Tnoon", result: nil),
        Case(text: "1/2/2026 13:00 PM", result: nil),
        Case(text: "Jan 31 2026", result: "2026-01-31T00:00:00.0000000Z"),
        Case(text: "December 1, 2026", result: "2026-12-01T00:00:00.0000000Z"),
        Case(text: "31 January 2026", result: "2026-01-31T00:00:00.0000000Z"),
        Case(text: "31-Jan-2026 5PM", result: "2026-01-31T17:00:00.0000000Z"),
        Case(text: "2026 Jan 5", result: "2026-01-05T00:00:00.0000000Z"),
        Case(text: "January 2026", result: "2026-01-01T00:00:00.0000000Z"),
        // As Get-Date shows it.
        Case(text: "Saturday, January 31, 2026 9:50:02 PM", result: "2026-01-31T21:50:02.0000000Z"),
        Case(text: "Sunday, January 31, 2026", result: nil),
        Case(text: "Sat, 31 Jan 2026 21:50:02 GMT", result: "2026-01-31T21:50:02.0000000Z"),
        Case(text: "1/31/2026 5 PM", result: "2026-01-31T17:00:00.0000000Z"),
        Case(text: "5:00 PM 1/31/2026", result: "2026-01-31T17:00:00.0000000Z"),
        Case(text: "2026-01-31 5:00 PM", result: "2026-01-31T17:00:00.0000000Z"),
        Case(text: "2026/01/31", result: "2026-01-31T00:00:00.0000000Z"),
        Case(text: "1-31-2026", result: "2026-01-31T00:00:00.0000000Z"),
        Case(text: "1.31.2026", result: "2026-01-31T00:00:00.0000000Z"),
        Case(text: "2026-1-5", result: "2026-01-05T00:00:00.0000000Z"),
        Case(text: "2026-1-5T7:08", result: "2026-01-05T07:08:00.0000000Z"),
        Case(text: "1/31/2026 17:00:00Z", result: "2026-01-31T17:00:00.0000000Z"),
        Case(text: "1/31/2026 17:00 +02:00", result: "2026-01-31T15:00:00.0000000Z"),
        // Months stand first, whatever the mark between.
        Case(text: "31/1/2026", result: nil),
        Case(text: "31.1.2026", result: nil),
        Case(text: "1/31/2026 PM", result: nil),
        Case(text: "1/31/2026 7", result: nil),
        Case(text: "1/31/2026 Jan", result: nil),
        Case(text: "Jan Feb 2026", result: nil),
        Case(text: "Monday", result: nil),
        Case(text: "5:00 PM", result: nil),
        Case(text: "2026", result: nil),
        Case(text: "tomorrow", result: nil),
        Case(text: "", result: nil),
    ]

    @Test(arguments: dates)
    func readsDates(_ testCase: Case) {
        #expect(ServiceDate(parsing: testCase.text)?.text(.utc) == testCase.result)
    }

    static let sizes = [
        Case(text: "50GB", result: "50 GB (53,687,091,200 bytes)"),
        Case(text: "49.5 GB (53,150,220,288 bytes)", result: "49.5 GB (53,150,220,288 bytes)"),
        Case(text: "1024", result: "1 KB (1,024 bytes)"),
        Case(text: "2000mb", result: "1.953 GB (2,097,152,000 bytes)"),
        Case(text: "0", result: "0 B (0 bytes)"),
        Case(text: "1.5 KB", result: "1.5 KB (1,536 bytes)"),
        Case(text: "10 XB", result: nil),
        Case(text: "-1GB", result: nil),
        Case(text: "99999999999TB", result: nil),
        Case(text: "0 B (18,446,744,073,709,551,615 bytes)", result: "16777216 TB (18,446,744,073,709,551,615 bytes)"),
        Case(text: "0 B (18,446,744,073,709,551,616 bytes)", result: nil),
        Case(text: "1 GB (", result: nil),
        Case(text: "nonsense (5 bytes)", result: nil),
        Case(text: "1e300GB", result: nil),
        Case(text: String(repeating: "9", count: 400), result: nil),
        Case(text: "16777216TB", result: nil),
        Case(text: "½GB", result: nil),
        Case(text: "", result: nil),
        Case(text: "GB", result: nil),
    ]

    @Test(arguments: sizes)
    func readsAndWritesSizes(_ testCase: Case) {
        #expect(ByteQuantity(parsing: testCase.text)?.description == testCase.result)
    }

    static let spans = [
        Case(text: "14.01:02:03.5000000", result: "14.01:02:03.5000000"),
        Case(text: "08:00", result: "08:00:00"),
        Case(text: "30", result: "30.00:00:00"),
        Case(text: "-01:00:00", result: "-01:00:00"),
        Case(text: "24:00:00", result: nil),
        Case(text: "1.2.03:00:00", result: nil),
        Case(text: "99999999999", result: nil),
        Case(text: "long", result: nil),
        Case(text: "10675199.02:48:05.4775807", result: "10675199.02:48:05.4775807"),
        Case(text: "-10675199.02:48:05.4775808", result: "-10675199.02:48:05.4775808"),
        Case(text: "10675199.02:48:05.4775808", result: nil),
        Case(text: "10675199.03:00:00", result: nil),
        Case(text: "-10675199.02:48:05.4775809", result: nil),
        Case(text: "10675199", result: "10675199.00:00:00"),
        Case(text: "10675200", result: nil),
        Case(text: "18446744073709551615.23:59:59", result: nil),
        Case(text: "00:00:00.0000001", result: "00:00:00.0000001"),
        Case(text: "00:00:00.00000001", result: nil),
        Case(text: "00:00:00.", result: nil),
        Case(text: "1:+5", result: nil),
        Case(text: "--1:00", result: nil),
        Case(text: ":", result: nil),
        Case(text: "-", result: nil),
        Case(text: "", result: nil),
    ]

    @Test(arguments: spans)
    func readsAndWritesSpansOfTime(_ testCase: Case) {
        #expect(TimeSpanText(parsing: testCase.text)?.description == testCase.result)
    }

    static let guids = [
        Case(
            text: "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}",
            result: "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
        ),
        Case(text: "6F9619FF8B86D011B42D00CF4FC964FF", result: "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        Case(text: "(6f9619ff-8b86-d011-b42d-00cf4fc964ff)", result: "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        Case(text: "6f9619ff-8b86-d011-b42d-00cf4fc964f", result: nil),
        Case(text: "gf9619ff-8b86-d011-b42d-00cf4fc964ff", result: nil),
        Case(text: "this text has thirty-six characters.", result: nil),
        Case(text: String(repeating: "\u{E9}", count: 16), result: nil),
        Case(text: "", result: nil),
    ]

    @Test(arguments: guids)
    func readsAndWritesGUIDs(_ testCase: Case) {
        #expect(GUIDText(parsing: testCase.text)?.description == testCase.result)
    }
}
