/// What a group is to the directory and to Exchange.
enum GroupKind: String, Sendable, CaseIterable {
    case distribution, mailEnabledSecurity, microsoft365, security
}
