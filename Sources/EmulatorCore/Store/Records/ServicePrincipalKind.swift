/// What a service principal stands for, as Graph's `servicePrincipalType` names it.
package enum ServicePrincipalKind: String, Sendable, Hashable {
    case application = "Application"
    case managedIdentity = "ManagedIdentity"
    case legacy = "Legacy"
}
