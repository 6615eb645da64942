/// Over whose things an assignment gives a role.
enum AccessReach: Hashable, Sendable {
    case organization
    /// The caller's own.
    case own
    /// Whoever is in the address lists that the caller sees.
    case addressLists
    /// Groups that the caller owns.
    case ownedGroups
    /// Recipients that a management scope has.
    case scope(name: String)
    /// Recipients that an exclusive scope has, which only those may change who have it.
    case exclusive(name: String)
    /// The members of a group, by the directory's id.
    case members(groupID: String)
    /// Who is in an administrative unit.
    case unit(id: String)
    case none

    /// The reach of a word that roles and assignments have.
    init(word: String) {
        switch word {
        case "Self": self = .own
        case "MyGAL": self = .addressLists
        case "MyDistributionGroups": self = .ownedGroups
        case "None": self = .none
        default: self = .organization
        }
    }
}
