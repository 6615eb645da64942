/// The primitive types of OData that properties and literals have.
enum GraphPropertyType: String, Sendable {
    case boolean = "Edm.Boolean"
    case date = "Edm.DateTimeOffset"
    case guid = "Edm.Guid"
    case number = "Edm.Int32"
    case string = "Edm.String"
}

extension GraphShape {
    private static let flags: Set = [
        "accountEnabled", "appRoleAssignmentRequired", "isAdminManaged", "isAssignableToRole", "isBuiltIn", "isDefault",
        "isEnabled", "isFallbackPublicClient", "isInitial", "isInteractive", "isRoot", "isVerified", "mailEnabled",
        "onPremisesSyncEnabled", "securityEnabled",
    ]
    private static let numbers: Set = ["passwordNotificationWindowInDays", "passwordValidityPeriodInDays"]
    // Elsewhere these are texts.
    private static let identifiersOfAssignments: Set = ["appRoleId", "principalId", "resourceId"]

    /// The type of a property by the published model.
    func propertyType(_ name: String) -> GraphPropertyType {
        if Self.flags.contains(name) { return .boolean }
        if Self.numbers.contains(name) { return .number }
        if name == "appOwnerOrganizationId" { return .guid }
        if type == "microsoft.graph.appRoleAssignment", Self.identifiersOfAssignments.contains(name) { return .guid }
        return name.hasSuffix("DateTime") ? .date : .string
    }
}

extension GraphFilter.Literal {
    /// The type of the literal; `nil` for null, which every property may be compared with.
    var type: GraphPropertyType? {
        switch self {
        case .null: nil
        case .bool: .boolean
        case .number: .number
        case .text: .string
        case .guid: .guid
        case .date: .date
        }
    }
}
