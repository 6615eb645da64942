extension CmdletCatalogue {
    /// The properties that `-Filter` may name, over all cmdlets, sorted.
    package static var filterProperties: [FilterFacts] { all("filter", FilterFacts.init) }

    /// The properties that `-RecipientFilter` may name, sorted.
    package static var recipientFilterProperties: [FilterFacts] { all("recipientFilter", FilterFacts.init) }

    /// The property that `-Filter` calls so; ``FilterFacts/cmdlets`` says where it is taken.
    package static func filterProperty(named name: String) -> FilterFacts? {
        find(name, "filter").flatMap { FilterFacts($0.key, $0.value) }
    }

    /// The property that `-RecipientFilter` calls so.
    package static func recipientFilterProperty(named name: String) -> FilterFacts? {
        find(name, "recipientFilter").flatMap { FilterFacts($0.key, $0.value) }
    }

    /// The comparison operators of a filter, without their dash.
    package static var filterComparisons: [String] {
        find("filter.operators", "other")?.value.texts("comparison") ?? []
    }

    /// The rules of the filter language.
    package static var filterRules: FactValue? { find("filter.rules", "other")?.value }
}
