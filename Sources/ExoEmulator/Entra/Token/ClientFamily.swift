/// Clients of the service's own that may redeem each other's refresh tokens.
enum ClientFamily {
    /// What a member is told in `foci`.
    static let identifier = "1"

    private static let members: Set = [
        // Office
        "d3590ed6-52b3-4102-aeff-aad2292ab01c",
        // Teams
        "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
        // Outlook Mobile
        "27922004-5251-4030-b22d-91ecd9a37ea4",
        // OneDrive
        "ab9b8c07-8f02-4f72-87fa-80105867a763",
    ]

    /// Whether a client belongs to the family.
    static func contains(_ clientID: String) -> Bool { members.contains(clientID) }
}
