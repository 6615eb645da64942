import CmdletCatalogue

/// Why cmdlets answer 501.
enum NotEmulated: String, CaseIterable {
    case client = "runs in the client's module, not in the service"
    case files = "takes or gives files, which are not kept here"
    case content = "reads or changes the content of mailboxes"
    case diagnostics = "asks the service's own machinery, whose answers are not published"
    case jobs = "has a life that is not public: what it starts, and how that ends"
    case access = "is about the service's own access"
    case noFacts = "has no page and no known answer"

    /// Why a cmdlet is not emulated.
    static func reason(of facts: CmdletFacts) -> NotEmulated {
        if facts.module != nil { return .client }
        switch facts.verb {
        case "Export", "Import", "Preview", "Install", "Migrate": return .files
        case "Test", "Debug", "Invoke", "Troubleshoot", "Check", "Validate", "Fix": return .diagnostics
        default: break
        }
        if contentWords.contains(where: facts.noun.contains) { return .content }
        if ["ManagementRole", "RoleGroup", "ServicePrincipal", "Elevated"].contains(where: facts.noun.hasPrefix) {
            return .access
        }
        if facts.category == nil { return .noFacts }
        return .jobs
    }

    private static let contentWords = [
        "Folder", "Message", "Statistics", "Calendar", "Quarantine", "Recoverable", "AuditLog",
        "ReviewItems", "Device",
    ]
}
