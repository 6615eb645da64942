import EmulatorCore

/// A message on its way to one recipient.
struct TrafficMessage: Sendable {
    enum Direction: String, Sendable {
        case inbound = "Inbound"
        case outbound = "Outbound"
        case within = "IntraOrg"
    }

    /// The network message id, which all recipients of a message share.
    let traceID: String
    let messageID: String
    let received: ServiceDate
    let sender: String
    let recipient: String
    let subject: String
    let size: Int64
    /// What became of it: `Delivered`, `Failed`, `Quarantined`.
    let status: String
    let fromIP: String
    let toIP: String?
    let direction: Direction

    // .NET counts from the year 1.
    private static let ticksBefore1970: Int64 = 621_355_968_000_000_000

    /// A message's id, whose end is the time as the service writes it there.
    static func traceID(_ words: String, at moment: ServiceDate) -> String {
        let digits = StableIdentifier.digits("trace", words)
        let time = String((moment.ticks + ticksBefore1970) >> 16, radix: 16)
        let head = digits.prefix(8) + "-" + digits.dropFirst(8).prefix(4) + "-4" + digits.suffix(3)
        return
            "\(head)-a\(digits.dropFirst(2).prefix(3))-\(String(repeating: "0", count: max(0, 12 - time.count)))\(time)"
    }

    /// The day on which a message of an id was received, `nil` for an id of another kind.
    static func day(ofTraceID id: String) -> Int? {
        guard let end = id.split(separator: "-").last, end.count == 12, let time = Int64(end, radix: 16), time < 1 << 47
        else { return nil }
        let (ticks, overflow) = ((time + 1) << 16).subtractingReportingOverflow(ticksBefore1970)
        return overflow || ticks < 0 ? nil : ServiceDate(ticks: ticks).day
    }
}
