package import ExoJSON
package import ExoRows

/// What a page says besides its rows.
package struct PageEnvelope: Sendable {
    /// `@odata.nextLink`: where the next page is; what is no text leads nowhere, and does not count as the end.
    package var nextLink: String?
    /// `@adminapi.warnings`, one text a warning; a bare text counts as one.
    package var warnings: [String] = []
    /// `@adminapi.errors`: errors that did not end the cmdlet.
    package var errors: [JSONValue] = []
    /// `@adminapi.confirmationmessage`: the question to ask before the change.
    package var confirmationMessage: String?
    /// The member `error`: the refusal in place of an answer; an entity may have a property `Error`.
    package var error: JSONValue?
    /// Whether `value` was there as a list or an object.
    package var hasValue: Bool
    /// Whether a member is there that only the service writes: `@odata.context`, or one of its administration interface.
    package var hasServiceMembers = false
    /// All other members, which are those of the object itself where a reply has no `value`.
    package var others = JSONObject()
    private let text: [UInt8]

    /// Sorts the members of a page; names compare without letter case, as the official client does.
    package init(_ frame: PageFrame) {
        hasValue = frame.hasRows
        text = frame.text
        for member in frame.members.members {
            let name = member.name.lowercased()
            if name == "@odata.context" || name.hasPrefix("@adminapi.") || name.hasPrefix("adminapi.") {
                hasServiceMembers = true
            }
            if member.name == "error" {
                if !member.value.isNull { error = member.value }
                continue
            }
            switch name {
            case "@odata.nextlink":
                nextLink = member.value.isNull ? nil : member.value.stringValue ?? member.value.text()
            case "@adminapi.warnings": warnings = Self.list(member.value).map { $0.stringValue ?? $0.text() }
            case "@adminapi.errors": errors = Self.list(member.value)
            case "@adminapi.confirmationmessage": confirmationMessage = member.value.stringValue
            case "value" where hasValue: break
            default: others[member.name] = member.value
            }
        }
    }

    /// The object itself, where the reply is one entity and no list, as the OData routes answer for one object.
    package var entity: RowBatch {
        let hasContext = others.value(ignoringCase: "@odata.context") != nil
        guard !hasValue, hasContext, others.names.contains(where: { !$0.contains("@") && $0.lowercased() != "value" })
        else { return RowBatch() }
        return RowBatch(row: text)
    }

    private static func list(_ value: JSONValue) -> [JSONValue] {
        value.isNull ? [] : value.arrayValue ?? [value]
    }
}
