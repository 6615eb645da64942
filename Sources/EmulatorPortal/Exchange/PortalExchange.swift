package import EmulatorCore
package import ExoJSON

/// What the portal asks Exchange: a cmdlet, run as who is signed in.
package struct PortalCmdlet: Sendable {
    /// The name.
    package var name: String
    package var parameters: JSONObject
    /// The properties that are wanted; empty for all.
    package var properties: [String]
    /// The greatest number of rows.
    package var pageSize: Int
    /// The mark of a further page.
    package var page: String?
    /// Who runs it.
    package var user: UserRecord
    /// The organization of it.
    package var tenant: TenantRecord
}

/// What Exchange answered.
package struct PortalRows: Sendable {
    package var status: Int
    package var rows: [JSONObject]
    /// The mark of the page that follows.
    package var next: String?
    /// What a refusal says.
    package var refusal: String

    package init(status: Int, rows: [JSONObject], next: String?, refusal: String) {
        self.status = status
        self.rows = rows
        self.next = next
        self.refusal = refusal
    }
}

/// Runs cmdlets for the pages about Exchange.
package typealias PortalExchange = @Sendable (PortalCmdlet) throws -> PortalRows

extension PortalCall {
    /// The rows of a cmdlet, whether or not they can be had.
    func answer(
        _ name: String,
        _ parameters: JSONObject,
        properties: [String] = [],
        pageSize: Int = 1000,
        page: String? = nil
    ) throws -> PortalRows {
        try portal.exchange(
            PortalCmdlet(
                name: name,
                parameters: parameters,
                properties: properties,
                pageSize: pageSize,
                page: page,
                user: user,
                tenant: tenant
            )
        )
    }

    /// The rows of a cmdlet.
    ///
    /// - Throws: ``PortalRefusal`` with the service's words.
    func rows(
        _ name: String,
        _ parameters: JSONObject,
        properties: [String] = [],
        pageSize: Int = 1000,
        page: String? = nil
    ) throws -> PortalRows {
        let answer = try answer(name, parameters, properties: properties, pageSize: pageSize, page: page)
        guard answer.status != 200 else { return answer }
        let title =
            switch answer.status {
            case 403: "You do not have access"
            case 404: "Not found"
            default: "Exchange refused this"
            }
        throw PortalRefusal(
            status: answer.status,
            title: title,
            text: answer.refusal.isEmpty ? "Exchange answered with status \(answer.status)." : answer.refusal
        )
    }
}

extension JSONObject {
    /// A property as a page shows it; nil where it has no value.
    func shown(_ name: String) -> String? {
        guard let value = value(ignoringCase: name) else { return nil }
        switch value {
        case .null: return nil
        case .string(let text): return text.isEmpty ? nil : text
        case .bool(let flag): return Markup.yesNo(flag)
        case .array(let elements):
            let texts = elements.map { $0.stringValue ?? $0.text() }
            return texts.isEmpty ? nil : texts.joined(separator: ", ")
        default: return value.text()
        }
    }

    /// A moment as people read it, to the second; the service's are in UTC.
    func shownTime(_ name: String) -> String? {
        guard let text = shown(name), text.count >= 19 else { return shown(name) }
        return String(text.prefix(19)).replacing("T", with: " ") + " UTC"
    }
}

/// A text within a filter.
enum FilterText {
    /// A pattern that finds a text anywhere in a value.
    static func containing(_ text: String) -> String {
        "'*\(text.replacing("'", with: "''").replacing("*", with: ""))*'"
    }
}
