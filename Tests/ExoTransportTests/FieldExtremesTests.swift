import ExoTransport
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Values of header fields and URLs at their edges and beyond.
struct FieldExtremesTests {
    private static let epoch = Date(timeIntervalSince1970: 0)

    /// A date as RFC 9110 writes it, by Foundation's calendar.
    private static func field(_ date: Date) -> String {
        let text = date.formatted(.iso8601)  // 2026-07-02T01:04:05Z
        let parts = text.split { "-T:Z".contains($0) }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = Int(parts[1]).map { months[$0 - 1] } ?? ""
        return "Mon, \(parts[2]) \(month) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }

    @Test func readsEveryDayOfTheYearsThatHTTPCanWrite() throws {
        // Every 97th day from 1970 to 9999, each at another time of day.
        for day in stride(from: 0, through: 2_932_896, by: 97) {
            let seconds = day * 86_400 + (day * 7_919) % 86_400
            let date = Date(timeIntervalSince1970: Double(seconds))
            let wait = RetryPolicy.retryAfter(Self.field(date), now: Self.epoch)
            try #require(wait == .seconds(seconds), "\(Self.field(date))")
        }
        #expect(RetryPolicy.retryAfter("Fri, 31 Dec 9999 23:59:60 GMT", now: Self.epoch) == .seconds(253_402_300_800))
    }

    @Test(arguments: [
        "Sun, 30 Feb 2026 00:00:00 GMT", "Sun, 29 Feb 2025 00:00:00 GMT", "Sun, 29 Feb 2100 00:00:00 GMT",
        "Sun, 31 Apr 2026 00:00:00 GMT", "Sun, 00 Jan 2026 00:00:00 GMT", "Sun, +6 Nov 2026 00:00:00 GMT",
        "Sun, 6 Nov 2026 00:00:00 GMT", "Sun, 06 Nov 1969 23:59:59 GMT", "Sun, 06 Nov 10000 00:00:00 GMT",
        "Sun, 06 Nov 99999999999999999999 00:00:00 GMT", "Sun, 06 Nov 2026 24:00:00 GMT",
        "Sun, 06 Nov 2026 00:60:00 GMT", "Sun, 06 Nov 2026 00:00:61 GMT", "Sun, 06 Nov 2026 00:00 GMT",
        "Sun, 06 Nov 2026 -1:00:00 GMT", "Sun,  06 Nov 2026 00:00:00 GMT", "Sunday, 6-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 CET", "Sun Nov 31 08:49:37 1994", "Sun Nov  6 08:49:37 94",
        "Sun, ０６ Nov 2026 00:00:00 GMT", ", 06 Nov 2026 00:00:00 GMT", ".", "1.2.3", "٣",
        "1e9", "0x10", "1_000", "inf", "nan", "", " ",
    ])
    func readsNothingIntoADateOrNumberThatIsNone(_ field: String) {
        #expect(RetryPolicy.retryAfter(field, now: Self.epoch) == nil)
    }

    @Test(arguments: [("999999999.999", 999_999_999.999), ("00000000000000000000001", 1), (".5", 0.5), ("5.", 5)])
    func readsNumbersAtTheirEdges(field: String, seconds: Double) {
        #expect(RetryPolicy.retryAfter(field, now: Self.epoch) == .seconds(seconds))
    }

    @Test(arguments: [
        "https://", "https:///x", "https://:443/", "https://a:0/", "https://a:65536/",
        "https://a:99999999999999999999/",
        "https://a:+443/", "https://a:-1/", "https://a:4 43/", "https://a:/", "https://a:٤٤٣/", "ftp://a/", "//a/", "a",
        "https://user@a/", "https://a\\@b/", "https://a/\u{0}", "https://a/\r\nX: y", "https://ä/", "",
    ])
    func sendsNothingToWhatIsNoAddress(_ url: String) async throws {
        let transport = CurlTransport()
        let error = await #expect(throws: TransportError.self) { _ = try await transport.send(HTTPRequest("GET", url)) }
        #expect(error?.code == .invalidRequest, "\(url)")
    }
}
