/// What a service principal stands for, as Graph's `servicePrincipalType` names it.
package enum ServicePrincipalKind: String, Sendable, Hashable, ColumnValue {
    case application = "Application"
    case managedIdentity = "ManagedIdentity"
    case legacy = "Legacy"
}
