import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A search through old mail, which takes the service hours: its state follows the emulator's clock.
struct HistoricalSearch: Sendable {
    static let noun = "HistoricalSearch"
    let entry: ContentStore.Entry

    /// How long a search waits, and how long it then takes, in hours: guesses.
    private static let (wait, work) = (1, 3)

    /// Whether the service still shows a search.
    static func isKept(_ entry: ContentStore.Entry, at now: ServiceDate) -> Bool {
        now.adding(days: -ExchangeRetention.search) <= entry.changed
    }

    private var submitted: ServiceDate {
        entry.text("SubmitDate").flatMap { ServiceDate(parsing: $0) } ?? entry.changed
    }
    private var finished: ServiceDate { submitted.adding(hours: Self.wait + Self.work) }

    func status(at now: ServiceDate) -> String {
        if entry.value["Cancelled"] == true { return "Cancelled" }
        if now < submitted.adding(hours: Self.wait) { return "NotStarted" }
        return now < finished ? "InProgress" : "Done"
    }

    func row(at now: ServiceDate) -> ObjectRow {
        let status = status(at: now)
        let isDone = status == "Done"
        var values = entry.value
        values["Cancelled"] = nil
        let rows = values["Rows"] ?? 0
        values["Rows"] = isDone ? rows : 0
        values["FileRows"] = isDone ? rows : 0
        values["Status"] = .string(status)
        values["JobProgress"] = .string(isDone ? "100%" : status == "InProgress" ? "50%" : "0%")
        values["ReportStatusDescription"] = .string(
            isDone ? "Complete - Ready for download" : status == "NotStarted" ? "Not started" : status
        )
        values["EstimatedCompletionTime"] = finished.json
        if isDone {
            values["CompletionDate"] = finished.json
            values["FileUrl"] = .string(
                "https://admin.protection.outlook.com/ExtendedReport/Download?Type=OnDemandReport&RequestID=\(entry.key)"
            )
        }
        return ObjectShape.of(noun: Self.noun).row(entry.key, values)
    }
}

/// Start-HistoricalSearch.
struct HistoricalSearchStarter: CmdletHandler {
    private static let filters = [
        "BlockStatus", "CompressFile", "ConnectorType", "DeliveryStatus", "Direction", "DLPPolicy",
        "EncryptionTemplate",
        "EncryptionType", "MessageID", "NotifyAddress", "OriginalClientIP", "RecipientAddress", "SenderAddress",
        "SmtpSecurityError", "TLSUsed", "TransportRule",
    ]

    /// How many messages it finds, counted before the store is written to.
    private var count: Int?

    init() {}

    private func filter(_ call: BoundCall, _ scope: CallScope) throws -> TraceFilter {
        let isTrace = call.text("ReportType")?.hasPrefix("MessageTrace") ?? false
        let named = ["SenderAddress", "RecipientAddress", "MessageID", "NetworkMessageID"]
        guard !isTrace || named.contains(where: { call.texts($0) != nil }) else {
            throw TraceFilter.invalid(
                "You must specify at least one of the following parameters: SenderAddress, RecipientAddress or MessageID."
            )
        }
        for name in ["SenderAddress", "RecipientAddress"] where call.texts(name)?.count ?? 0 > 100 {
            throw TraceFilter.invalid("\(name) can't have more than 100 addresses.")
        }
        for address in call.texts("NotifyAddress") ?? [] { try scope.requireAcceptedDomain(of: address) }
        for name in ["ConnectorType", "DeliveryStatus"] {
            let values = call.facts.parameter(named: name)?.values ?? []
            guard let value = call.text(name), !values.contains(where: { $0.lowercased() == value.lowercased() }) else {
                continue
            }
            throw TraceFilter.invalid("The value \"\(value)\" of \(name) isn't valid.")
        }
        return try TraceFilter(call, now: scope.now, days: Traffic.days, span: Traffic.days)
    }

    func prepared(for call: BoundCall, in scope: CallScope) throws -> any CmdletHandler {
        var handler = self
        handler.count = try filter(call, scope).messages(of: try Traffic(scope)).count
        return handler
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let filter = try filter(call, scope)
        let count = try count ?? filter.messages(of: try Traffic(scope)).count
        return try scope.context.store.write { _ in
            let type = call.text("ReportType") ?? ""
            let id = UUID.random().uuidString.lowercased()
            var values: JSONObject = [
                "JobId": .string(id), "Identity": .string(id), "SubmitDate": scope.now.json,
                "ReportTitle": .string(call.text("ReportTitle") ?? ""), "ReportType": .string(type),
                "StartDate": filter.start.json, "EndDate": filter.end.json,
                "Rows": .integer(Int64(count)),
            ]
            for name in Self.filters {
                guard case .value(let value)? = call[name] else { continue }
                values[name] = value
            }
            let store = ContentStore(scope)
            try store.put(.historicalSearch, key: id, values, at: scope.now)
            let row = try store.entry(.historicalSearch, key: id).map { HistoricalSearch(entry: $0).row(at: scope.now) }
            return .row(HistoricalSearch.noun, scope, row)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: Set(Self.filters + ["StartDate", "EndDate", "ReportTitle", "ReportType", "NetworkMessageID"]),
            shape: nil
        )
    }
}

/// Get-HistoricalSearch.
struct HistoricalSearchReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let store = ContentStore(scope)
        // What is older is still there when the emulator's time was moved.
        var found = try store.entries(.historicalSearch).filter { HistoricalSearch.isKept($0, at: scope.now) }
        if let id = call.text("JobId") {
            found = found.filter { $0.key == id.lowercased() }
            guard !found.isEmpty else { throw AdminAPIError.notFound(id, noun: HistoricalSearch.noun) }
        }
        let rows = found.sorted { $1.changed < $0.changed }
            .map { HistoricalSearch(entry: $0).row(at: scope.now) }
        return .rows(HistoricalSearch.noun, scope) { rows }
    }
}

/// Stop-HistoricalSearch: only what has not begun is stopped.
struct HistoricalSearchStopper: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let id = call.text("JobId") ?? ""
            let store = ContentStore(scope)
            guard let entry = try store.entry(.historicalSearch, key: id.lowercased()),
                HistoricalSearch.isKept(entry, at: scope.now)
            else {
                throw AdminAPIError.notFound(id, noun: HistoricalSearch.noun)
            }
            let status = HistoricalSearch(entry: entry).status(at: scope.now)
            guard status == "NotStarted" else {
                throw TraceFilter.invalid(
                    "The historical search \(id) can't be stopped, because its status is \(status)."
                )
            }
            var value = entry.value
            value["Cancelled"] = true
            try store.put(.historicalSearch, key: entry.key, value, at: entry.changed)
            return .done(warnings: [])
        }
    }
}
