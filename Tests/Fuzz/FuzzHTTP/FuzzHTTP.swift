import FoundationEssentials

@testable import ExchangeOnline
@testable import ExoTransport

/// One field or address: dates, waits, URLs and links, each read or refused.
@c(LLVMFuzzerTestOneInput)
public func fuzzHTTP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    if let date = HTTPDate.parse(text) {
        precondition((0...253_402_300_860).contains(date.timeIntervalSince1970), "a date outside its years")
    }
    if let wait = RetryPolicy.retryAfter(text, now: Date(timeIntervalSince1970: 1_790_000_000)) {
        precondition(wait >= .zero, "a wait into the past")
    }
    if let url = try? HTTPURL(text) {
        precondition((1...65_535).contains(url.port) && !url.host.isEmpty, "an address without a place")
        precondition((try? HTTPURL(url.origin + url.target)) == url, "another address when it is written again")
    }
    if let url = try? ServiceURL(text) {
        precondition((1...65_535).contains(url.port) && !url.host.isEmpty, "an address without a place")
        precondition((try? ServiceURL(url.origin + url.target)) == url, "another address when it is written again")
    }
    follow(text)
    return 0
}

/// A link leads to the origin and path of its page, or nowhere.
private func follow(_ link: String) {
    let origin = ServiceURL(host: "outlook.office365.com", port: 443)
    var links = NextLink()
    do {
        let target = try links.target(of: link, on: origin, after: "/adminapi/beta/t/InvokeCommand", ports: [:])
        precondition(target.lowercased().hasPrefix("/adminapi/beta/t/invokecommand"), "a link that leads away")
    } catch {
        precondition(error is ExchangeError, "another error: \(error)")
    }
}
