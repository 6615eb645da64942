import ExoJSON

extension RowBuilder {
    /// Shows objects with what stands elsewhere, where the view has it: who leads them, and whether they have a phone.
    ///
    /// - Parameters:
    ///   - view: The view.
    ///   - scope: Where the cmdlet runs.
    ///   - unsaid: What objects show that say nothing, where it is not the shape's default.
    ///   - beside: What is said of an object beside it.
    ///   - isOfOne: Whether one object is shown, and no listing.
    ///   - isChosenBy: Whether objects are chosen or ordered by one of some properties, in small letters; then ``row(_:)`` has them
    ///     already, at the price of a look at the whole tenant.
    /// - Throws: `DatabaseError`.
    init(
        view: NounView,
        _ scope: CallScope,
        unsaid: JSONObject = [:],
        beside: (@Sendable (ExchangeObject) throws -> JSONObject)? = nil,
        isOfOne: Bool = false,
        isChosenBy: (Set<String>) -> Bool = { _ in false }
    ) throws {
        let showsManagers = view.shape.place(of: "Manager") != nil
        let showsDevices = view.shape.place(of: DevicePartnerships.property) != nil
        let phone = DevicePartnerships.property.lowercased()
        self.init(
            view: view,
            names: scope.objects.names,
            managers: showsManagers
                ? try Managers(scope, isSelected: isChosenBy(["manager", "directreports"])) : nil,
            devices: showsDevices
                ? try DevicePartnerships(scope, isSelected: isChosenBy([phone]), isOfOne: isOfOne) : nil,
            unsaid: unsaid,
            now: scope.now,
            beside: beside
        )
    }
}
