import EntraTokens
import ExchangeOnline
import ExoTransport
import TestSupport
import Testing

struct PrometheusTests {
    /// A text of metrics, read by the grammar of Prometheus' text form.
    private struct Scrape {
        var values: [String: Double] = [:]
        var types: [String: String] = [:]

        init(_ text: String) throws {
            try #require(text.isEmpty || text.hasSuffix("\n"))
            var described: Set<String> = []
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ", maxSplits: 3)
                if line.hasPrefix("# HELP ") {
                    #expect(described.insert(String(words[2])).inserted, "\(line)"); continue
                }
                if line.hasPrefix("# TYPE ") {
                    try #require(["counter", "gauge", "histogram"].contains(words[3]), "\(line)")
                    types[String(words[2])] = String(words[3])
                    continue
                }
                let end = try #require(line.lastIndex(of: " "))
                let series = String(line[..<end])
                let name = series.prefix { $0 != "{" }
                #expect(name.wholeMatch(of: #/[a-z_]+/#) != nil, "\(line)")
                let labels = series.dropFirst(name.count)
                #expect(
                    labels.wholeMatch(of: #/(\{[a-z_]+="([^"\\\n]|\\[n"\\])*"(,[a-z_]+="([^"\\\n]|\\[n"\\])*")*\})?/#)
                        != nil,
                    "\(line)"
                )
                let families = ["", "_bucket", "_sum", "_count"].filter { name.hasSuffix($0) }
                    .map { String(name.dropLast($0.count)) }
                #expect(families.contains { types[$0] != nil }, "\(line) has no type")
                #expect(
                    values.updateValue(try #require(Double(line[line.index(after: end)...])), forKey: series) == nil
                )
            }
            #expect(described == Set(types.keys))
        }

        subscript(series: String) -> Double? { values[series] }
    }

    private func subject(_ tenant: Int = 0, cmdlet: String? = "Get-Mailbox") -> ConnectionEvent.Subject {
        ConnectionEvent.Subject(tenantID: "tenant-\(tenant)", service: .exchange, cmdlet: cmdlet)
    }

    @Test func countsWhatARunDid() async throws {
        let metrics = PrometheusObserver()
        let transport = ScriptedTransport([
            .text("", status: 429, headers: ["Retry-After": "3"]), Page.reply(0..<2),
        ])
        let clock = TestClock(advancesItself: true)
        let client = ExchangeClient(
            transport: transport,
            now: { clock.date },
            clock: clock,
            observer: ObserverGroup([metrics])
        )
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user(now: clock.date)), now: { clock.date }),
                verifiesAccess: false
            )
        )
        _ = try await connection.run(Cmdlet("Get-Mailbox"))
        let scrape = try Scrape(metrics.text)
        #expect(scrape[#"exo_requests_total{service="exchange"}"#] == 2)
        #expect(scrape[#"exo_replies_total{service="exchange",status="429"}"#] == 1)
        #expect(scrape[#"exo_replies_total{service="exchange",status="200"}"#] == 1)
        #expect(scrape[#"exo_retries_total{service="exchange",reason="throttled"}"#] == 1)
        #expect(scrape[#"exo_retry_wait_seconds_sum{service="exchange"}"#] == 3)
        #expect(scrape[#"exo_retry_wait_seconds_bucket{service="exchange",le="2"}"#] == 0)
        #expect(scrape[#"exo_retry_wait_seconds_bucket{service="exchange",le="5"}"#] == 1)
        #expect(scrape[#"exo_retry_wait_seconds_bucket{service="exchange",le="+Inf"}"#] == 1)
        let received = Page.reply(0..<2).parts.reduce(0) { $0 + $1.count }
        #expect(scrape[#"exo_reply_bytes_total{service="exchange"}"#] == Double(received))
        #expect(scrape[#"exo_connections_total{service="exchange"}"#] == 1)
    }

    @Test func tenantsAndCmdletsMakeSeriesOnlyWhereAskedFor() throws {
        let plain = PrometheusObserver()
        let detailed = PrometheusObserver(labels: [.tenant, .cmdlet])
        for tenant in 0..<2000 {
            let event = ConnectionEvent(
                .requestSent(.init(method: "POST", url: "https://host/", bytes: 1)),
                of: subject(tenant)
            )
            plain.observe(event)
            detailed.observe(event)
        }
        let counts = try Scrape(plain.text)
        #expect(counts.values.count == 2)
        #expect(counts[#"exo_requests_total{service="exchange"}"#] == 2000)
        let series = detailed.text.split(separator: "\n").filter { $0.hasPrefix("exo_requests_total") }
        #expect(series.count == 1001)
        #expect(series.contains(#"exo_requests_total{overflow="true"} 1000"#))
        let one = #"exo_requests_total{service="exchange",tenant="tenant-7",cmdlet="Get-Mailbox"} 1"#
        #expect(series.contains { $0 == one })
    }

    @Test func namesOfCmdletsThatNobodyKnowsMakeNoSeries() throws {
        let metrics = PrometheusObserver(labels: [.cmdlet])
        for name in ["Get-\"Odd\"\n", "get-mailbox", "Invent-Something"] {
            metrics.observe(
                ConnectionEvent(.requestSent(.init(method: "POST", url: "u")), of: subject(cmdlet: name))
            )
        }
        let scrape = try Scrape(metrics.text)
        #expect(scrape[#"exo_requests_total{service="exchange",cmdlet="other"}"#] == 2)
        #expect(scrape[#"exo_requests_total{service="exchange",cmdlet="Get-Mailbox"}"#] == 1)
    }

    @Test func escapesWhatALabelHolds() throws {
        let metrics = PrometheusObserver(labels: [.tenant])
        let odd = ConnectionEvent.Subject(tenantID: "a\"b\\c\nd", service: .exchange)
        metrics.observe(ConnectionEvent(.tokenRenewed(expires: nil), of: odd))
        #expect(
            try Scrape(metrics.text)[#"exo_token_renewals_total{service="exchange",tenant="a\"b\\c\nd"}"#] == 1
        )
    }
}
