import EmulatorCore
import ExoCrypto
import ExoJSON

/// Where a listing of a scope's members stands, and what it asks for; the mark of a page says all of it.
struct ScopeMembersPlace: Sendable {
    private static let usualSize = 10_000

    private let scope: String
    /// Members with a later place are still to come.
    private(set) var after: Int64 = 0
    /// The greatest number of members on a page, `nil` for no limit.
    let size: Int?
    /// Whether those are asked for who are in the scope no more.
    let isOfFormer: Bool
    let filters: JSONObject

    /// - Throws: ``AdminAPIError`` for a size that is none, and for a mark of something else.
    init(_ call: BoundCall, of object: ExchangeObject) throws {
        scope = object.guid
        if let cookie = call.text("PageCookie") {
            guard let bytes = Base64.decode(cookie), let mark = try? JSONValue(parsing: bytes),
                mark["scope"]?.stringValue == object.guid, let place = mark["after"]?.integerValue
            else {
                throw AdminAPIError.invalidOperation("The page cookie isn't one of the scope \"\(object.name)\".")
            }
            after = place
            size = mark["size"]?.integerValue.map { Int($0) }
            isOfFormer = mark["former"] == true
            filters = mark["filters"]?.objectValue ?? [:]
            return
        }
        let isUnlimited = call.text("PageResultSize")?.lowercased() == "unlimited"
        size = isUnlimited ? nil : try call.count("PageResultSize") ?? Self.usualSize
        isOfFormer = call.text("State")?.lowercased() == "removed"
        filters =
            if case .value(.object(let table))? = call["AdaptiveReportFilters"] { table } else { JSONObject() }
    }

    /// The mark of the page behind a member.
    func mark(after place: Int64) -> String {
        let mark: JSONObject = [
            "scope": .string(scope), "after": .integer(place), "size": size.map { .integer(Int64($0)) } ?? .null,
            "former": .bool(isOfFormer), "filters": .object(filters),
        ]
        return Base64.encode(JSONValue.object(mark).serialized())
    }
}
