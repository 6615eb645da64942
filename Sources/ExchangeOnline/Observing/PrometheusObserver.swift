internal import CmdletCatalogue
internal import ExoTransport
import Synchronization

/// Counts events and gives the counts in Prometheus' text form (version 0.0.4), for any number of connections.
///
/// ```swift
/// let metrics = PrometheusObserver()
/// let client = ExchangeClient(observer: metrics)
/// …
/// reply(metrics.text, as: PrometheusObserver.contentType)
/// ```
///
/// Labels have few values: service, status, the reason of a repetition. Tenants and cmdlets are labels only where they are asked
/// for, and a metric never has more than a thousand series: what comes beyond is counted together.
public final class PrometheusObserver: ConnectionObserver {
    /// Labels that make a series of each value.
    public enum Label: Sendable, Hashable {
        /// The cmdlet; those that the catalogue does not know are counted as `other`.
        case cmdlet
        /// The tenant's id.
        case tenant
    }

    /// How the text introduces itself to a scraper.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private struct Metrics {
        var requests = MetricSeries("exo_requests_total", "Requests sent, repetitions included.")
        var sentBytes = MetricSeries("exo_request_bytes_total", "Bytes of the bodies of requests.")
        var replies = MetricSeries("exo_replies_total", "Replies by status.")
        var receivedBytes = MetricSeries("exo_reply_bytes_total", "Bytes of the bodies of replies.")
        var failures = MetricSeries("exo_request_failures_total", "Requests without a reply.")
        var cutOff = MetricSeries("exo_replies_unread_total", "Replies whose body was not read to its end.")
        var redirects = MetricSeries("exo_redirects_total", "Redirects that were followed.")
        var retries = MetricSeries("exo_retries_total", "Repetitions by reason.")
        var tokens = MetricSeries("exo_token_renewals_total", "Tokens that replaced another.")
        var connections = MetricSeries("exo_connections_total", "Connections made.")
        var addresses = MetricSeries("exo_addresses_left_total", "Remembered addresses that failed.")
        var budget = MetricSeries(
            "exo_budget_left",
            "Requests left of a tenant's budget, as the last reply that told it said.",
            kind: .gauge
        )
        var latency = MetricSeries(
            "exo_reply_seconds",
            "Time from sending a request to the head of its reply.",
            kind: .histogram(bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900])
        )
        var waits = MetricSeries(
            "exo_retry_wait_seconds",
            "Waits before repetitions.",
            kind: .histogram(bounds: [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600])
        )
        var left = MetricSeries(
            "exo_retry_attempts_left",
            "Attempts that a request still had when it began to wait.",
            kind: .histogram(bounds: [0, 1, 2, 3, 4, 5, 10])
        )
        var holds = MetricSeries(
            "exo_pace_wait_seconds",
            "Waits that the pace of a tenant asks for.",
            kind: .histogram(bounds: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60])
        )

        var text: String {
            [
                requests, sentBytes, replies, receivedBytes, failures, cutOff, redirects, retries, tokens, connections,
                addresses, budget, latency, waits, left, holds,
            ].map(\.text).joined()
        }
    }

    private let labels: Set<Label>
    private let metrics = Mutex(Metrics())

    /// Makes an observer that has counted nothing.
    ///
    /// - Parameter labels: What is told apart beside service, status and reason.
    public init(labels: Set<Label> = []) { self.labels = labels }

    /// The counts in Prometheus' text form.
    public var text: String { metrics.withLock { $0.text } }

    /// Counts an event.
    public func observe(_ event: ConnectionEvent) {
        let common = commonLabels(event.subject)
        metrics.withLock { Self.count(event.details, common, in: &$0) }
    }

    private typealias Labels = [(name: String, value: String)]

    private func commonLabels(_ subject: ConnectionEvent.Subject) -> Labels {
        let service = subject.isSignIn ? "sign-in" : subject.service?.rawValue ?? "none"
        var common: Labels = [("service", service)]
        if labels.contains(.tenant) { common.append(("tenant", subject.tenantID ?? "none")) }
        if labels.contains(.cmdlet) {
            let name = subject.cmdlet.map { CmdletCatalogue.cmdlet(named: $0)?.name ?? "other" }
            common.append(("cmdlet", name ?? "none"))
        }
        return common
    }

    private static func count(_ details: ConnectionEvent.Details, _ common: Labels, in metrics: inout Metrics) {
        switch details {
        case .held(let duration): metrics.holds.note(seconds(duration), common)
        case .requestSent(let request):
            metrics.requests.note(1, common)
            metrics.sentBytes.note(Double(request.bytes), common)
        case .replyReceived(let head):
            metrics.replies.note(1, common + [("status", "\(head.status)")])
            metrics.latency.note(seconds(head.duration), common)
            if let left = head.budgetLeft { metrics.budget.note(Double(left), common) }
        case .replyEnded(let end):
            metrics.receivedBytes.note(Double(end.bytes), common)
            if !end.isWhole { metrics.cutOff.note(1, common) }
        case .requestFailed(let error, _): metrics.failures.note(1, common + [("reason", reason(error))])
        case .redirected: metrics.redirects.note(1, common)
        case .repeated(let wait): metrics.retries.note(1, common + [("reason", reason(wait))])
        case .waiting(let wait, let left):
            metrics.retries.note(1, common + [("reason", reason(wait))])
            metrics.waits.note(seconds(wait.duration), common)
            metrics.left.note(Double(left.attempts), common)
        case .tokenRenewed: metrics.tokens.note(1, common)
        case .connected: metrics.connections.note(1, common)
        case .addressLeft: metrics.addresses.note(1, common)
        case .tokenWarning, .changeNotRecorded: break
        }
    }

    private static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }

    /// One word of few for why a request is repeated.
    private static func reason(_ wait: RetryWait) -> String {
        switch wait.reason {
        case .throttled: "throttled"
        case .unavailable: "unavailable"
        case .transientError: "transient_error"
        case .cannotConnect: "cannot_connect"
        case .noReply: "no_reply"
        case .cutOff: "cut_off"
        case .redirected: "redirected"
        case .tokenRefused: "token_refused"
        case .addressFailed: "address_failed"
        }
    }

    /// One word of few for why no reply came.
    private static func reason(_ error: TransportError) -> String {
        switch error.code {
        case .cannotResolve: "cannot_resolve"
        case .cannotConnect: "cannot_connect"
        case .untrusted: "untrusted"
        case .proxyRefused: "proxy_refused"
        case .timedOut: "timed_out"
        case .noReply: "no_reply"
        case .bodyCutOff: "cut_off"
        default: "other"
        }
    }
}
