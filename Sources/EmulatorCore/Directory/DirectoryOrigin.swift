/// Who changes the directory, and from where, as its audit log tells it.
package struct DirectoryOrigin: Sendable {
    /// The object id of the user or service principal.
    package let actorID: String
    /// The user's sign-in name; `nil` for an application that acts for itself.
    package let userPrincipalName: String?
    /// The client id of the application by which it was done.
    package let applicationID: String
    package let address: String
    /// What the program calls itself, where it does.
    package let userAgent: String?

    package init(
        actorID: String,
        userPrincipalName: String?,
        applicationID: String,
        address: String,
        userAgent: String? = nil
    ) {
        self.actorID = actorID
        self.userPrincipalName = userPrincipalName
        self.applicationID = applicationID
        self.address = address
        self.userAgent = userAgent
    }
}
