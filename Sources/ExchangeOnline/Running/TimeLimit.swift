/// How long the service works on a cmdlet before it gives up: 15 minutes, and more for a few that are known to be long.
enum TimeLimit {
    /// The service's limit.
    static func ofService(for cmdlet: String) -> Duration {
        switch cmdlet.lowercased() {
        case "get-distributiongroupmember", "import-transportrulecollection", "set-unifiedgroup",
            "update-distributiongroupmember":
            .seconds(3600)
        case "set-organizationconfig", "update-rolegroupmember": .seconds(1800)
        default: .seconds(900)
        }
    }

    /// How long to wait for a reply unless the caller says otherwise: the service's limit and one minute more.
    static func waiting(for cmdlet: String) -> Duration { ofService(for: cmdlet) + .seconds(60) }

    /// The service's limit in words, and what to do about it.
    static func advice(for cmdlet: String) -> String {
        let minutes = ofService(for: cmdlet).components.seconds / 60
        return "the service ends \(cmdlet) after \(minutes) minutes: ask for less at once, by an identity, a filter, a "
            + "shorter span of time or smaller pages"
    }
}
