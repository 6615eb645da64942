import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// The users of the tenant.
struct UserList: Sendable {
    let call: PortalCall

    func respond() throws -> ServerResponse {
        try call.show {
            let request = ListRequest(call.query)
            let list = try call.directory.users(of: call.tenant.id, request)
            let markup = ListMarkup(call: call, request: request)
            var table = DataTable(
                "Users",
                ["Display name", "User principal name", "User type", "Sign-in", "Object ID"],
                empty: "No user matches."
            )
            for user in list.records {
                table.add([
                    Markup.link(user.displayName, to: PortalLink.path(["users", user.id])),
                    "\(user.userPrincipalName)", "\(user.userType)",
                    user.accountEnabled ? Markup.good("Enabled") : Markup.bad("Blocked"),
                    Markup.identifier(user.id),
                ])
            }
            let beside: [HTML] =
                call.access.allows(.manageUsers)
                ? [Markup.button("New user", to: PortalLink.path(["users", "new"]))] : []
            return PortalContent(
                title: "Users",
                body: """
                    \(markup.search("Search by name, user name or object ID", beside: beside))\(table.html)\
                    \(markup.pages(next: list.next))
                    """
            )
        }
    }
}
