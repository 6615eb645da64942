import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Senders whom the service stopped for sending too much: one of forty accounts of a seed, a guess.
struct BlockedSenders: Sendable {
    static let noun = "BlockedSenderAddress"
    let people: [TrafficPeople.Person]

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        let freed = Set(try ContentStore(scope).entries(.blockedSender).map(\.key))
        people = try TrafficPeople(scope).people.filter { person in
            person.isUser && person.since == nil && StableNumbers("blocked", person.guid).below(40, at: 0) == 0
                && !freed.contains(person.address.lowercased())
        }
    }
}

/// Get-BlockedSenderAddress.
struct BlockedSenderReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let wanted = call.text("SenderAddress")?.lowercased()
        let shape = ObjectShape.of(noun: BlockedSenders.noun)
        let rows = try BlockedSenders(scope).people.filter { person in
            wanted.map { person.address.lowercased() == $0 } ?? true
        }.map {
            let moment = $0.created.adding(days: -2)
            return shape.row(
                $0.address,
                [
                    "SenderAddress": .string($0.address), "CreatedDatetime": moment.json,
                    "ChangedDatetime": moment.json,
                    "TemporaryBlock": false,
                    "Reason": .string(
                        "OutboundSpamLast24Hours=312;OutboundMailLast24Hours=420;OutboundSpamPercent=740;"
                            + "Last Message MessagetraceId:"
                            + TrafficMessage.traceID("blocked|\($0.guid)", at: moment)
                    ),
                ]
            )
        }
        return .rows(BlockedSenders.noun, scope) { rows }
    }
}

/// Remove-BlockedSenderAddress.
struct BlockedSenderRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let typed = call.text("SenderAddress") ?? ""
            let address = typed.lowercased()
            guard try BlockedSenders(scope).people.contains(where: { $0.address.lowercased() == address }) else {
                throw AdminAPIError.notFound(typed, noun: BlockedSenders.noun)
            }
            let reason: JSONValue = call.text("Reason").map { .string($0) } ?? .null
            try ContentStore(scope).put(.blockedSender, key: address, ["Reason": reason], at: scope.now)
            return .done(warnings: [])
        }
    }
}
