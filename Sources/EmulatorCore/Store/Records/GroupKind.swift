/// What a group is to the directory and to Exchange.
package enum GroupKind: String, Sendable, CaseIterable, ColumnValue {
    case distribution, mailEnabledSecurity, microsoft365, security
}
