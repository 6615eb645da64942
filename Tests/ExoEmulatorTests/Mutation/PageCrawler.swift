import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra

/// Walks through pages by their links, and fills in the forms it finds without sending them.
struct PageCrawler {
    private let browser: MutationBrowser

    init(_ browser: MutationBrowser) { self.browser = browser }

    /// One request for each page and each form that can be reached.
    func samples(from start: String, limit: Int) throws -> [MutationSample] {
        var waiting = [start]
        var seen: Set = [start]
        var samples: [MutationSample] = []
        while let target = waiting.first, seen.count <= limit {
            waiting.removeFirst()
            let page = follow(browser.send(browser.request("GET", target)))
            samples.append(
                MutationSample(name: "page \(target)", request: browser.request("GET", target), succeeds: false)
            )
            for form in page.text.split(separator: "<form ").dropFirst() {
                let text = String(form.prefix(upTo: form.firstRange(of: "</form>")?.lowerBound ?? form.endIndex))
                samples.append(
                    MutationSample(name: "form of \(target)", request: request(of: text, on: target), succeeds: false)
                )
            }
            for link in page.text.split(separator: "href=\"").dropFirst().map({ String($0.prefix { $0 != "\"" }) }) {
                let link = link.replacing("&amp;", with: "&")
                guard link.hasPrefix("/portal"), !link.contains("signout"), seen.insert(link).inserted else { continue }
                waiting.append(link)
            }
        }
        return samples
    }

    // Through as many redirects within the emulator as a sign-in has.
    private func follow(_ reply: ServerResponse) -> ServerResponse {
        var reply = reply
        for _ in 0..<6 {
            guard (300..<400).contains(reply.status), let location = reply.header("Location") else { break }
            let base = "https://localhost:8443"
            let target = location.hasPrefix(base) ? String(location.dropFirst(base.count)) : location
            guard target.hasPrefix("/") else { break }
            reply = browser.send(browser.request("GET", target))
        }
        return reply
    }

    private func request(of form: String, on page: String) -> ServerRequest {
        let fields = ["<input ", "<select ", "<textarea "].flatMap { tag in
            form.split(separator: tag, omittingEmptySubsequences: false).dropFirst().compactMap {
                element -> (String, String)? in
                let start = String(element.prefix { $0 != ">" })
                guard let name = EntraBench.attribute("name", in: start) else { return nil }
                let option = EntraBench.attribute("value", in: String(element.prefix(400)))
                return (name, EntraBench.attribute("value", in: start) ?? option ?? "Some text")
            }
        }
        let action = EntraBench.attribute("action", in: form) ?? page
        guard form.prefix(while: { $0 != ">" }).lowercased().contains("method=\"post\"") else {
            return browser.request("GET", action.prefix { $0 != "?" } + "?" + EntraBench.encoded(fields))
        }
        return browser.request("POST", action, form: fields)
    }
}
