import EmulatorCore
import ExoCrypto
import ExoJSON

/// The session in which somebody did something: each person has one a day, and every record of the day names it.
struct AccessSession: Sendable {
    private static let ticksOfAnHour: Int64 = 36_000_000_000

    private let user: String
    private let tenantID: String
    private let moment: ServiceDate

    init(of user: String, in tenantID: String, at moment: ServiceDate) {
        self.user = user
        self.tenantID = tenantID
        self.moment = moment
    }

    var id: String { SeedIdentifier.make("accessSession", tenantID, user, String(moment.day)) }

    /// The session and the token that was used in it: a token is good for an hour.
    var context: JSONValue {
        [
            "AADSessionId": .string(id),
            "IssuedAtTime": .string(String(ServiceDate(ticks: issued).text(.unspecified).prefix(19))),
            "UniqueTokenId": .string(tokenID),
        ]
    }

    /// An address with the port of the session's connection.
    func endpoint(of address: String) -> String {
        guard !address.isEmpty else { return "" }
        let port = 49_152 + StableIdentifier.hash(id) % 16_384
        return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }

    private var issued: Int64 { moment.ticks - moment.ticks % Self.ticksOfAnHour }

    private var tokenID: String {
        let numbers = StableNumbers("token", tenantID, user.lowercased(), String(issued))
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: numbers[$0]) }
        return Base64URL.encode(bytes)
    }
}
