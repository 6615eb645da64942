/// What objects of access say beside the properties that they show.
enum AccessKey {
    /// The name that the catalogue has for an object of the service.
    static let builtIn = "accessBuiltIn"
    /// Who is in a role group, by the guids of objects.
    static let members = "accessMembers"
    /// Who may say who is in a role group, by the guids of objects.
    static let managers = "accessManagers"
    /// The cmdlets of a role that an administrator made, with their parameters or null for all.
    static let entries = "accessEntries"
    /// The group whose members an assignment is over, by the directory's id.
    static let group = "accessGroup"
    /// The administrative unit whose members an assignment is over, by its id.
    static let unit = "accessUnit"
    /// A relative reach of an assignment.
    static let reach = "accessReach"
}
