import EmulatorCore
package import ExoJSON

extension ExchangeObjectMaker {
    /// A rule of a mailbox, its first.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - mailbox: Whose it is.
    ///   - properties: Its conditions and actions.
    /// - Returns: The rule, to be stored after the mailbox.
    package func inboxRule(_ name: String, of mailbox: ExchangeObject, _ properties: JSONObject) -> ExchangeObject {
        var rule = object(
            .setting(noun: "InboxRule"),
            named: name,
            guid: SeedIdentifier.make("inboxRule", mailbox.guid, name)
        )
        rule.owner = mailbox.guid
        rule.properties = ["Priority": 1, "Enabled": true]
        add(properties, to: &rule)
        return rule
    }

    /// A rule of mail flow.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - place: Its place among all rules.
    ///   - properties: Its conditions and actions.
    /// - Returns: The rule.
    package func mailFlowRule(_ name: String, at place: Int, _ properties: JSONObject) -> ExchangeObject {
        var rule = object(
            .setting(noun: Self.mailFlowRules),
            named: name,
            guid: SeedIdentifier.make("setting", tenant.id, Self.mailFlowRules, name)
        )
        rule.properties = ["Priority": .integer(Int64(place)), "State": "Enabled", "Mode": "Enforce"]
        add(properties, to: &rule)
        return rule
    }

    /// Automatic replies of a mailbox.
    ///
    /// - Parameters:
    ///   - text: What is answered.
    ///   - mailbox: Whose it is.
    ///   - days: The days of absence around the seed's, `nil` for no end.
    /// - Returns: The settings, to be stored after the mailbox.
    package func replies(_ text: String, of mailbox: ExchangeObject, days: ClosedRange<Int>?) -> ExchangeObject {
        let message = JSONValue.string("<html>\n<body>\n\(text)\n</body>\n</html>\n")
        var settings = RecipientSettings("MailboxAutoReplyConfiguration", of: RecipientTypes.mailboxes)
            .empty(of: mailbox, now: now)
        settings.properties = [
            "AutoReplyState": days == nil ? "Enabled" : "Scheduled", "InternalMessage": message,
            "ExternalMessage": message, "ExternalAudience": days == nil ? "Known" : "All",
        ]
        if let days {
            let hour = ServiceDate(ticks: now.ticks - now.ticks % (ServiceDate.ticksOfADay / 24))
            settings.properties["StartTime"] = hour.adding(days: days.lowerBound).json
            settings.properties["EndTime"] = hour.adding(days: days.upperBound).json
        }
        return settings
    }

    /// How a room or equipment takes bookings.
    ///
    /// - Parameters:
    ///   - mailbox: The room.
    ///   - properties: What differs from what all rooms do.
    /// - Returns: The settings, to be stored after the mailbox.
    package func booking(of mailbox: ExchangeObject, _ properties: JSONObject) -> ExchangeObject {
        var settings = RecipientSettings("CalendarProcessing", of: RecipientTypes.mailboxes)
            .empty(of: mailbox, now: now)
        settings.properties = properties
        return settings
    }

    /// A search from before those were retired, which holds a mailbox.
    ///
    /// - Parameters:
    ///   - mark: The mark that the mailbox has of it.
    ///   - mailbox: The mailbox.
    /// - Returns: The search.
    package func inPlaceHold(_ mark: String, of mailbox: ExchangeObject) -> ExchangeObject {
        let noun = InPlaceHold.noun
        let guid = SeedIdentifier.make("setting", tenant.id, noun.noun, mark)
        var search = object(noun.objectClass, named: "Hold of \(mailbox.name)", guid: guid)
        search.properties = [
            InPlaceHold.state: true, InPlaceHold.identity: .string(mark),
            InPlaceHold.sources: .array(mailbox.text("LegacyExchangeDN").map { [.string($0)] } ?? []),
            "LastModifiedTime": search.created.json,
        ]
        return search
    }

    static let mailFlowRules = "TransportRule"
}

extension ObjectStore {
    /// How many rules of mail flow there are.
    package func mailFlowRuleCount() throws -> Int {
        try objects(of: .setting(noun: ExchangeObjectMaker.mailFlowRules)).count
    }

    /// Whether there is a rule of mail flow of a name.
    package func hasMailFlowRule(_ name: String) throws -> Bool {
        try !objects(named: name, of: .setting(noun: ExchangeObjectMaker.mailFlowRules)) { $0.name == name }.isEmpty
    }
}
