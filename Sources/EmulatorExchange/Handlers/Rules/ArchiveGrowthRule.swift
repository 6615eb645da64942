import ExoJSON

/// `-AutoExpandingArchive`, a switch that lets the archives of an organization grow; nobody can turn that off again.
struct ArchiveGrowthRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "AutoExpandingArchive" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        if value.flag == true { draft.store("AutoExpandingArchiveEnabled", true) }
    }
}
