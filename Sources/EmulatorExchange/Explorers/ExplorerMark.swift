import EmulatorCore
import ExoCrypto
import ExoJSON

/// Where an export of an explorer stands: how much of which question was given, and of when its answer is.
struct ExplorerMark: Sendable {
    /// What is asked, without the size of a page.
    private let question: String
    let given: Int
    let began: ServiceDate
    /// Where the explorer goes on, in its own words.
    let place: JSONValue?

    /// Takes up a call's cookie, or begins.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - now: The present.
    ///   - seconds: How long a cookie is good for, `nil` for ever.
    /// - Throws: ``AdminAPIError`` for a cookie of another question, and for one that is too old; the words are guesses.
    init(_ call: BoundCall, now: ServiceDate, seconds: Int64? = nil) throws {
        let words = call.parameters.filter { !["PageCookie", "PageSize"].contains($0.name) }.map { parameter in
            guard case .value(let value) = parameter.value else { return parameter.name }
            return "\(parameter.name)=\(value.text())"
        }
        question = StableIdentifier.digits("explorer", words.sorted().joined(separator: "&"))
        guard let cookie = call.text("PageCookie") else {
            (given, began, place) = (0, now, nil)
            return
        }
        guard let bytes = Base64.decode(cookie), let mark = try? JSONValue(parsing: bytes),
            mark["question"]?.stringValue == question,
            let given = mark["given"]?.integerValue.flatMap({ UInt32(exactly: $0) }),
            let began = mark["began"]?.integerValue, let issued = mark["issued"]?.integerValue, began <= issued,
            issued <= now.ticks
        else { throw AdminAPIError.invalidOperation("The page cookie isn't one of this query.") }
        if let seconds, issued < now.ticks - seconds * ServiceDate.ticksOfSecond {
            throw AdminAPIError.invalidOperation("The page cookie is older than \(seconds) seconds.")
        }
        self.given = Int(given)
        self.began = ServiceDate(ticks: began)
        place = mark["place"]
    }

    /// The cookie of the page behind some more, good from the present on.
    func cookie(after count: Int, place: JSONValue = .null, now: ServiceDate) -> String {
        let mark: JSONObject = [
            "question": .string(question), "given": .integer(Int64(given + count)), "began": .integer(began.ticks),
            "issued": .integer(now.ticks), "place": place,
        ]
        return Base64.encode(JSONValue.object(mark).serialized())
    }
}
