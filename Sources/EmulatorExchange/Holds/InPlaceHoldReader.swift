import EmulatorCore
import ExoJSON

/// Get-MailboxSearch.
struct InPlaceHoldReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let objects = scope.objects
        let isNamed = call.text("Identity") ?? call.text(InPlaceHold.identity) != nil
        let builder = RowBuilder(view: InPlaceHold.noun.view, names: objects.names) {
            var shown = try InPlaceHold.shown($0, objects)
            if !isNamed {
                let shape = InPlaceHold.noun.view.shape
                for name in InPlaceHold.untold { shown[name] = shape.property(name)?.fallback }
            }
            return shown
        }
        let found = try found(call, scope)
        var listing = ObjectListing(
            builder: builder,
            source: .sequences { found.map(\.sequence) },
            limit: try ResultSize.limit(of: call)
        )
        listing.warnings = [InPlaceHold.warning]
        return .listing(listing)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", InPlaceHold.identity, "ResultSize"], shape: nil)
    }

    private func found(_ call: BoundCall, _ scope: CallScope) throws -> [ExchangeObject] {
        if let identity = call.text("Identity") {
            return try InPlaceHold.noun.objects(named: identity, owner: nil, scope)
        }
        let all = try scope.objects.objects(of: InPlaceHold.noun.objectClass)
        guard let mark = call.text(InPlaceHold.identity) else { return all }
        let held = all.filter { $0.text(InPlaceHold.identity)?.isSame(as: mark) ?? false }
        // That a mark of none is refused, and how, is a guess.
        guard !held.isEmpty else { throw AdminAPIError.notFound(mark, noun: InPlaceHold.noun.noun) }
        return held
    }
}
