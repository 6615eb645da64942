import EmulatorCore
import ExoJSON
import HTTPServer

/// What a request to Graph is answered with, before the header fields that all answers have.
struct GraphReply: Sendable {
    var status = 200
    var body: JSONObject?
    /// Plain text instead of a body.
    var text: String?
    /// Behind `$metadata#` of the context; `nil` for a body without one.
    var context: String?
    /// The path of a new object below the version.
    var location: String?

    static let noContent = GraphReply(status: 204)

    /// One object.
    static func object(_ object: JSONObject, _ context: String, status: Int = 200, at path: String? = nil) -> Self {
        GraphReply(status: status, body: object, context: context, location: path)
    }

    /// A page of a list.
    static func page(_ page: GraphPage, _ context: String) -> Self {
        var body = JSONObject()
        if let count = page.count { body["@odata.count"] = .integer(Int64(count)) }
        if let next = page.next { body["@odata.nextLink"] = .string(next) }
        body["value"] = .array(page.objects.map { .object($0) })
        return GraphReply(body: body, context: context)
    }
}

/// A part of a list.
struct GraphPage: Sendable {
    var objects: [JSONObject] = []
    /// How many there are on all pages, where that was asked for.
    var count: Int?
    /// The address of the next page.
    var next: String?
}
