import ExoJSON

/// Lists of addresses on the network: single ones, ranges and networks; those of the sixth version are not looked at.
struct AddressRangeRule: ParameterRule {
    let lists: [String]

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        for list in lists {
            try MailFlowCheck.checkNames(draft, list) { $0.contains(":") || IPv4Range($0) != nil }
        }
    }
}
