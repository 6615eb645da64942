import EmulatorCore
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The messages of the last days, newest first, and what became of one.
enum MessageTracePages {
    private static let size = 50
    private static let days = 10.0
    private static let statuses = [
        "Delivered", "Failed", "Pending", "Quarantined", "FilteredAsSpam", "Expanded", "GettingStatus",
    ]

    static func respond(_ call: PortalCall) throws -> ServerResponse {
        switch call.path.count {
        case 1: return try list(call)
        case 2: return try details(call.path[1], call)
        default: throw PortalRefusal.notFound("There is no such page about messages.")
        }
    }

    private static func list(_ call: PortalCall) throws -> ServerResponse {
        try call.show {
            let fields = ["sender", "recipient", "status"].map { name in
                (name: name, value: call.query[name].map { String($0.trimmed.prefix(200)) })
            }
            var parameters: JSONObject = [
                "StartDate": .string(call.now.addingTimeInterval(-days * 86_400).ISO8601Format()),
                "EndDate": .string(call.query["until"].map { String($0.prefix(40)) } ?? call.now.ISO8601Format()),
                "ResultSize": .integer(Int64(size + 2)),
            ]
            for (field, name) in zip(fields, ["SenderAddress", "RecipientAddress", "Status"]) {
                if let value = field.value, !value.isEmpty { parameters[name] = .array([.string(value)]) }
            }
            let from = call.query["from"].map { String($0.prefix(400)) }
            if let from { parameters["StartingRecipientAddress"] = .string(from) }
            let found = try call.rows("Get-MessageTraceV2", parameters, pageSize: size + 2)
            // The row at which a page begins may come again.
            let last = call.query["mark"]
            let isShown = found.rows.first.map {
                $0.shown("MessageTraceId") == last && from == $0.shown("RecipientAddress")
            }
            let rows = Array(found.rows.dropFirst(isShown == true ? 1 : 0))
            var table = DataTable(
                "Messages",
                ["Received", "Sender and recipient", "Subject", "Status"],
                empty: "No message matches."
            )
            for row in rows.prefix(size) { table.add(cells(row)) }
            return PortalContent(
                title: "Message trace",
                body: "\(form(fields, call))\(table.html)\(pages(rows, fields, isFirst: from == nil, call))"
            )
        }
    }

    private static func cells(_ row: JSONObject) -> [HTML] {
        let recipient = row.shown("RecipientAddress") ?? ""
        let path = PortalLink.path(["trace", row.shown("MessageTraceId") ?? ""], [("recipient", recipient)])
        let status = row.shown("Status") ?? "-"
        return [
            Markup.link(row.shownTime("Received") ?? "-", to: path),
            "<p>From \(row.shown("SenderAddress") ?? "-")</p><p>To \(recipient)</p>",
            "\(row.shown("Subject") ?? "-")", status == "Delivered" ? Markup.good(status) : Markup.plain(status),
        ]
    }

    private static func form(_ fields: [(name: String, value: String?)], _ call: PortalCall) -> HTML {
        let options: [HTML] = ([""] + statuses).map { status in
            let mark: HTML = status == fields[2].value ?? "" ? " selected" : ""
            return "<option value=\"\(status)\"\(mark)>\(status.isEmpty ? "All" : status)</option>\n"
        }
        return """
            <div class="actions">
            <form method="get" action="\(call.ownPath)" role="search">
            <div class="field"><label for="sender">Sender</label>\
            <input id="sender" name="sender" type="search" value="\(fields[0].value ?? "")" maxlength="200"></div>
            <div class="field"><label for="recipient">Recipient</label>\
            <input id="recipient" name="recipient" type="search" value="\(fields[1].value ?? "")" maxlength="200"></div>
            <div class="field"><label for="status">Status</label><select id="status" name="status">
            \(HTML(joining: options))</select></div>
            <button type="submit" class="plain">Search</button>
            </form>
            </div>

            """
    }

    private static func pages(
        _ rows: [JSONObject],
        _ fields: [(name: String, value: String?)],
        isFirst: Bool,
        _ call: PortalCall
    ) -> HTML? {
        let following = rows.count > size ? rows[size - 1] : nil
        guard following != nil || !isFirst else { return nil }
        let newest: HTML? =
            isFirst ? nil : Markup.button("Newest", to: PortalLink.path(call.path, fields), style: "plain")
        let older: HTML? = following.map { row in
            let place: [(name: String, value: String?)] = [
                ("until", row.shown("Received")), ("from", row.shown("RecipientAddress")),
                ("mark", row.shown("MessageTraceId")),
            ]
            return Markup.button("Older", to: PortalLink.path(call.path, fields + place), style: "plain")
        }
        return "<nav class=\"actions\" aria-label=\"Pages of the list\">\n\(newest)\(older)</nav>\n"
    }

    private static func details(_ id: String, _ call: PortalCall) throws -> ServerResponse {
        try call.show {
            let recipient = call.query["recipient"].map { String($0.prefix(400)) } ?? ""
            let parameters: JSONObject = ["MessageTraceId": .string(id), "RecipientAddress": .string(recipient)]
            let message = try call.answer(
                "Get-MessageTraceV2",
                [
                    "MessageTraceId": .array([.string(id)]), "RecipientAddress": .array([.string(recipient)]),
                    "StartDate": .string(call.now.addingTimeInterval(-10 * 86_400).ISO8601Format()),
                    "EndDate": .string(call.now.ISO8601Format()),
                ]
            ).rows.first
            let events = try call.rows("Get-MessageTraceDetailV2", parameters)
            var essentials = Essentials()
            for (label, name) in [
                ("Received", "Received"), ("Sender", "SenderAddress"), ("Recipient", "RecipientAddress"),
                ("Subject", "Subject"), ("Status", "Status"), ("Size", "Size"), ("Message ID", "MessageId"),
                ("From IP", "FromIP"), ("To IP", "ToIP"),
            ] { essentials.add(label, message?.shown(name)) }
            essentials.add("Message trace ID", copying: id)
            var table = DataTable("Events", ["Date", "Event", "Detail"], empty: "Nothing is known of it any more.")
            for row in events.rows {
                table.add([
                    "\(row.shownTime("Date") ?? "-")", "\(row.shown("Event") ?? "-")", "\(row.shown("Detail") ?? "-")",
                ])
            }
            return PortalContent(
                title: message?.shown("Subject") ?? "Message",
                kind: "Message trace",
                crumbs: [.init(name: "Message trace", path: PortalLink.path(["trace"]))],
                body: "\(essentials.html)<h2>Events</h2>\n\(table.html)"
            )
        }
    }
}
