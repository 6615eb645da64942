import ExoJSON
import ExoTransport
import TestSupport

/// Texts of replies.
enum Page {
    static let tenant = TestToken.contoso
    static let path = "https://outlook.office365.com/adminapi/beta/\(tenant)/InvokeCommand"
    static let more =
        "There are more results available than are currently displayed. To view them, increase the value for the "
        + "ResultSize parameter."

    /// A page of rows named `n<first>` and so on.
    static func text(_ rows: Range<Int>, link: String? = nil, warnings: [String] = []) -> String {
        let values = rows.map { #"{"Priority@data.type":"System.Int32","Priority":\#($0),"Name":"n\#($0)"}"# }
        let next = link.map { #""@odata.nextLink":"\#($0)","# } ?? ""
        let warned = warnings.map { JSONValue.string($0).text() }.joined(separator: ",")
        return #"{"@odata.context":"https://outlook.office365.com/adminapi/beta/\#(tenant)/$metadata#Collection","#
            + next + #""adminapi.warnings@odata.type":"#
            + ##""#Collection(String)","@adminapi.warnings":[\##(warned)],"value":[\##(values.joined(separator: ","))]}"##
    }

    static func reply(_ rows: Range<Int>, link: String? = nil, warnings: [String] = []) -> ScriptedReply {
        .json(text(rows, link: link, warnings: warnings), headers: ["request-id": "r-\(rows.lowerBound)"])
    }

    static func link(_ token: String) -> String { "\(path)?%24skiptoken=\(token)" }
}
