public import ExoJSON

/// One cmdlet to run, with its parameters.
///
/// ```swift
/// var cmdlet = Cmdlet("Get-Mailbox", parameters: ["Filter": "RecipientTypeDetails -eq 'SharedMailbox'"])
/// cmdlet.resultSize = .unlimited
/// ```
public struct Cmdlet: Sendable {
    /// The name, such as `Get-Mailbox`; the service ignores its letter case.
    public var name: String
    /// The parameters as they travel, in this order.
    public var parameters: JSONObject
    /// How many rows are wanted.
    ///
    /// A value is sent as the parameter `ResultSize`. `nil` takes what ``parameters`` say there, and the cmdlets' own default
    /// of 1,000 rows where they say nothing.
    public var resultSize: ResultSize?
    /// The most rows of one page, 1 to 1,000; `nil` takes that of the connection.
    public var pageSize: Int?
    /// The only properties the rows are to have; empty means all.
    public var properties: [String]
    /// How the service is to treat warnings: the value of the common parameter `WarningAction`.
    public var warningAction: String?
    /// How long to wait until the service begins to answer a request; `nil` takes the time it allows itself for the cmdlet.
    ///
    /// A listing may take as long as its rows keep coming.
    public var timeout: Duration?

    /// Makes a cmdlet.
    public init(
        _ name: String,
        parameters: JSONObject = [:],
        resultSize: ResultSize? = nil,
        pageSize: Int? = nil,
        properties: [String] = [],
        warningAction: String? = nil,
        timeout: Duration? = nil
    ) {
        self.name = name
        self.parameters = parameters
        self.resultSize = resultSize
        self.pageSize = pageSize
        self.properties = properties
        self.warningAction = warningAction
        self.timeout = timeout
    }
}

extension Cmdlet {
    /// Whether running it twice is the same as running it once: it only reads, or it is to say what it would do.
    public var isRead: Bool {
        if parameters.value(ignoringCase: "WhatIf") == true { return true }
        let name = name.lowercased()
        return name.hasPrefix("get-") || name.hasPrefix("test-") || name == "search-unifiedauditlog"
            || name == "search-adminauditlog" || name == "search-mailboxauditlog"
    }

    /// How long to wait for a reply unless the caller says otherwise: the service's own limit and one minute more.
    var timeLimit: Duration {
        if let timeout { return timeout }
        return switch name.lowercased() {
        case "get-distributiongroupmember", "import-transportrulecollection", "set-unifiedgroup",
            "update-distributiongroupmember":
            .seconds(3660)
        case "set-organizationconfig", "update-rolegroupmember": .seconds(1860)
        default: .seconds(960)
        }
    }
}
