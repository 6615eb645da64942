import Testing

@testable import ExoEmulator

struct ExchangeValueTests {
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
        Case(text: "2/29/2027", result: nil),
        Case(text: "2026-13-01", result: nil),
        Case(text: "2026-07-02T25:00:00", result: nil),
        Case(text: "2026-07-02Tnoon", result: nil),
        Case(text: "1/2/2026 13:00 PM", result: nil),
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
    ]

    @Test(arguments: spans)
    func readsAndWritesSpansOfTime(_ testCase: Case) {
        #expect(TimeSpanText(parsing: testCase.text)?.description == testCase.result)
    }
}
