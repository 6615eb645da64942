import EmulatorCore
import EmulatorExchange
import ExoJSON

/// A group of a company, and what tells it from others.
struct CompanyGroup: Sendable {
    let seed: SeedGroup
    let owner: CompanyStaff.Known?
    let members: [CompanyStaff.Known]
    /// Its place among the company's groups.
    let index: Int

    /// How many kinds of groups take turns.
    private static let turn = 8

    private var isUnified: Bool { seed.kind == .microsoft365 }
    private var place: Int { index % Self.turn }
    private var isOddTurn: Bool { index / Self.turn % 2 == 1 }

    /// Whether a team works with it, and whether only members see it: of groups of Microsoft 365.
    var hasTeam: Bool { place == 1 || place == 6 && isOddTurn }
    var isPrivate: Bool { place == 3 || place == 1 && !isOddTurn }

    /// How many people from outside belong to it.
    var guests: Int { place == 3 ? 2 : place == 6 && isOddTurn ? 1 : 0 }

    /// What it is for, as far as anybody has said it.
    var explanation: String? { place == 5 || place == 6 ? nil : "\(seed.displayName): mail for all of us." }

    /// What Graph alone knows.
    var document: JSONObject {
        guard isUnified else { return [:] }
        var document: JSONObject = ["visibility": .string(access)]
        if hasTeam {
            document["resourceProvisioningOptions"] = ["Team"]
            document["resourceBehaviorOptions"] = [
                "HideGroupInOutlook", "SubscribeMembersToCalendarEventsDisabled", "WelcomeEmailDisabled",
            ]
        }
        return document
    }

    /// What Exchange says of it.
    var properties: JSONObject { isUnified ? ofTeams : seed.kind == .distribution ? ofList : described }

    private var access: String { isPrivate ? "Private" : "Public" }

    private var described: JSONObject { explanation.map { ["Description": [.string($0)]] } ?? [:] }

    private var ofTeams: JSONObject {
        var properties: JSONObject = ["AccessType": .string(access)]
        properties["Notes"] = explanation.map { .string($0) }
        if hasTeam {
            properties["ResourceProvisioningOptions"] = ["Team"]
            properties["HiddenFromExchangeClientsEnabled"] = true
            properties["HiddenFromAddressListsEnabled"] = true
            properties["UnifiedGroupWelcomeMessageEnabled"] = false
        }
        return properties
    }

    private var ofList: JSONObject {
        var properties = described
        let names: JSONValue = .array(members.prefix(2).map { .string($0.name) })
        switch (place, isOddTurn) {
        case (0, false): properties["MemberJoinRestriction"] = "Open"
        case (0, true):
            properties["ModerationEnabled"] = true
            properties["ModeratedBy"] = names
        case (2, let isOdd):
            properties["MemberJoinRestriction"] = "ApprovalRequired"
            if isOdd { properties["HiddenFromAddressListsEnabled"] = true }
        case (_, false):
            properties["AcceptMessagesOnlyFrom"] = names
            properties["AcceptMessagesOnlyFromSendersOrMembers"] = names
        case (_, true): properties["RequireSenderAuthenticationEnabled"] = false
        }
        return properties
    }
}
