import ExoJSON

/// Get- of any noun that is a view of stored objects.
struct GetHandler: CmdletHandler {
    let view: NounView

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let builder = RowBuilder(view: view, names: scope.objects.names)
        let selection = try Selection(call, view: view, scope: scope)
        let wanted: @Sendable (ExchangeObject) -> Bool = { selection.accepts($0, builder: builder) }
        var listing: ObjectListing
        if let identity = call.text("Identity") {
            let places = try places(of: identity, selection: selection, wanted: wanted, scope: scope)
            listing = ObjectListing(builder: builder, source: .places(places), limit: nil)
        } else {
            let scan = ObjectListing.Source.scan(types: selection.types, states: selection.states, wanted: wanted)
            listing = ObjectListing(builder: builder, source: scan, limit: try ResultSize.limit(of: call))
            if let property = call.text("SortBy") ?? call.text("Sortby") {
                listing = try sorted(listing, by: property, scope: scope)
            }
        }
        listing.properties = call.texts("Properties")
        return .listing(listing)
    }

    private func places(
        of identity: String,
        selection: Selection,
        wanted: (ExchangeObject) -> Bool,
        scope: CallScope
    ) throws -> [Int64] {
        let found = try scope.objects.objects(named: identity, of: view.objectClass) { object in
            selection.states.contains(object.state) && selection.types?.contains(object.typeDetails) ?? true
        }
        if identity.contains("*") { return found.filter(wanted).map(\.sequence) }
        guard !found.isEmpty else { throw AdminAPIError.notFound(identity, noun: view.noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: view.noun) }
        let kept = found.filter(wanted)
        guard !kept.isEmpty else { throw AdminAPIError.notFound(identity, noun: view.noun) }
        return kept.map(\.sequence)
    }

    /// The same objects ordered by a property.
    private func sorted(_ listing: ObjectListing, by property: String, scope: CallScope) throws -> ObjectListing {
        guard let name = view.shape.property(property)?.name,
            case .scan(let types, let states, let wanted) = listing.source
        else {
            throw AdminAPIError.transformation(
                parameter: "SortBy",
                reason: "The property \"\(property)\" isn't valid for sorting."
            )
        }
        var keyed: [(key: String, place: Int64)] = []
        let range = (after: Int64(0), through: try scope.objects.newestSequence())
        try scope.objects.forEach(view.objectClass, types: types, states: states, in: range) { object in
            if wanted(object) {
                let value = listing.builder.row(object)[name]
                keyed.append(((value?.stringValue ?? value?.text() ?? "").lowercased(), object.sequence))
            }
            return true
        }
        keyed.sort { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
        return ObjectListing(builder: listing.builder, source: .places(keyed.map(\.place)), limit: listing.limit)
    }
}
