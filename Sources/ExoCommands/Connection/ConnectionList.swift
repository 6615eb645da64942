internal import EntraTokens
internal import ExchangeOnline
internal import ExoJSON
internal import ExoTransport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `exo connection list`.
enum ConnectionList {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let store = try ConnectionStore(context)
        let current = try chosen(store, context)
        var code = ExitCode.done
        var rows: [ConnectionRow] = []
        let connections = try store.all()
        for (name, connection) in connections {
            switch connection {
            case .success(let stored):
                let facts = stored.information(hasToken: store.isConnected(stored), context)
                rows.append(ConnectionRow(stored: stored, facts: facts, isCurrent: name == current))
            case .failure(let error):
                context.errors.error(error)
                code = .incomplete
            }
        }
        if settings.form == .table, settings.columns.isEmpty, settings.jq == nil {
            let isMixed = Set(rows.map(\.place)).count > 1
            try settings.print(rows.map { $0.brief(showsPlace: isMixed, now: context.now()) }, context)
        } else {
            try settings.print(rows.map(\.whole), context)
        }
        if let variable = context.variable("EXO_CONNECTION"), try store.current()?.text != variable {
            let names = connections.map(\.name.text)
            let source = context.choiceOfConnection?.source ?? "EXO_CONNECTION"
            context.errors.note(
                names.contains(variable)
                    ? "\(source) names the current one" : "\(source) names \(variable), which is not there"
            )
        }
        if connections.isEmpty { context.errors.note("no connections; begin with: exo connect --help") }
        return code
    }
}

extension ConnectionList {
    /// The connection that a command without `--connection` takes; a variable that cannot be a name stands for none.
    private static func chosen(_ store: ConnectionStore, _ context: CommandContext) throws -> ConnectionName? {
        guard let variable = context.variable("EXO_CONNECTION") else { return try store.current() }
        do { return try ConnectionName(variable) } catch is CommandError { return nil }
    }
}

/// One connection in a list.
private struct ConnectionRow {
    var stored: StoredConnection
    var facts: ConnectionInformation
    var isCurrent: Bool

    /// The cloud, and the service where it is not the usual one.
    var place: String { stored.target.cloud.name + (stored.target.service == .exchange ? "" : " compliance") }

    /// Every fact, for programs.
    var whole: JSONObject {
        [
            "Current": .bool(isCurrent),
            "Name": .string(stored.name.text),
            "Cloud": .string(stored.target.cloud.name),
            "Service": .string(stored.target.service.rawValue),
            "Identity": .string(stored.target.identity.value),
            "TenantID": facts.tenantID.isEmpty ? .null : .string(facts.tenantID),
            "TokenStatus": .string(facts.tokenStatus.name),
            "TokenExpiryTimeUTC": facts.tokenExpiry.map { .string(UTCTime.text($0)) } ?? .null,
        ]
    }

    /// What a person looks for, so short that it fits on a line.
    func brief(showsPlace: Bool, now: Date) -> JSONObject {
        var row: JSONObject = ["": .string(isCurrent ? "*" : ""), "Name": .string(stored.name.text)]
        row["Identity"] = .string(stored.target.identity.value)
        row["TenantID"] = .string(facts.tenantID)
        if showsPlace { row["Cloud"] = .string(place) }
        row["Token"] = .string(token(now))
        return row
    }

    private func token(_ now: Date) -> String {
        guard facts.tokenStatus != .absent else { return "none" }
        guard !facts.renewsToken else { return "renews itself" }
        guard let expiry = facts.tokenExpiry else { return "no expiry" }
        return facts.tokenStatus == .expired
            ? "expired" : SpanText.text(.seconds(Int64(expiry.timeIntervalSince(now)))) + " left"
    }
}
