import EmulatorCore
import EmulatorExchange
import ExoJSON

/// What few mailboxes of a company have and reports look for, beside what many have.
///
/// Each comes once among a hundred people, or among five rooms, at a fixed place: so even a small company has one of each,
/// and a large one is hardly longer in the making.
enum CompanyTrait: Sendable, Equatable {
    /// A rule sends mail to an address outside.
    case forwardsOutside
    case sortsMail
    case deletesMail
    /// Somebody keeps the calendar in the owner's stead.
    case hasCalendarDelegate
    case showsCalendar
    case showsInbox
    case isAway
    case repliesAlways
    /// A retention policy, or a case, keeps it.
    case isHeldByPolicy
    case isHeldByCase
    /// A search from before those were retired keeps it.
    case isHeldInPlace
    /// Bookings of the room wait for somebody.
    case asksDelegates
    /// Some may book the room, others ask.
    case isReserved
    /// The room does not answer by itself.
    case isManual

    /// What the how manyth of the people has.
    static func ofUser(_ number: Int) -> CompanyTrait? {
        switch number % 100 {
        case 5: .forwardsOutside
        case 12: .showsCalendar
        case 16: .isHeldInPlace
        case 20: .sortsMail
        case 28: .hasCalendarDelegate
        case 36: .deletesMail
        case 44: .isAway
        case 52: .isHeldByPolicy
        case 60: .showsInbox
        case 68: .repliesAlways
        case 76: .isHeldByCase
        case 84: .hasCalendarDelegate
        default: nil
        }
    }

    /// What the how manyth of the rooms has.
    static func ofRoom(_ number: Int) -> CompanyTrait? {
        switch number % 5 {
        case 0: .asksDelegates
        case 1: .isManual
        case 2: .isReserved
        default: nil
        }
    }

    /// The marks that holds leave on a mailbox; policies of Security & Compliance themselves are not there.
    func holds(of person: SeedPerson) -> [String] {
        let id = SeedIdentifier.make("hold", person.tenantID, person.department ?? "")
        return switch self {
        case .isHeldByPolicy: ["mbx\(id.filter { $0 != "-" }):2"]
        case .isHeldByCase: ["UniH\(id)"]
        case .isHeldInPlace: [SeedIdentifier.make("inPlaceHold", person.tenantID, person.alias).filter { $0 != "-" }]
        default: []
        }
    }

    /// The settings beside a mailbox.
    func settings(
        of mailbox: ExchangeObject,
        _ person: SeedPerson,
        _ neighbour: CompanyStaff.Known?,
        _ maker: ExchangeObjectMaker
    ) -> [ExchangeObject] {
        switch self {
        case .forwardsOutside:
            let rule: JSONObject = [
                "SubjectContainsWords": ["invoice", "offer"], "ForwardTo": [.string("\(person.alias)@adatum.com")],
            ]
            return [maker.inboxRule("Home office", of: mailbox, rule)]
        case .sortsMail:
            let rule: JSONObject = [
                "SubjectContainsWords": ["project"], "MoveToFolder": .string("\(person.alias):\\Projects"),
                "StopProcessingRules": true,
            ]
            return [maker.inboxRule("Projects", of: mailbox, rule)]
        case .deletesMail:
            let rule: JSONObject = [
                "SubjectOrBodyContainsWords": ["newsletter"], "DeleteMessage": true, "StopProcessingRules": true,
            ]
            return [maker.inboxRule("Newsletters", of: mailbox, rule)]
        case .isAway:
            return [maker.replies("I am away and will answer when I am back.", of: mailbox, days: -2...12)]
        case .repliesAlways:
            return [maker.replies("Thank you, I have got your mail.", of: mailbox, days: nil)]
        case .asksDelegates:
            guard let neighbour else { return [] }
            let delegates: JSONValue = [.string(neighbour.name)]
            return [
                maker.booking(
                    of: mailbox,
                    [
                        "AutomateProcessing": "AutoAccept", "AllBookInPolicy": false, "AllRequestInPolicy": true,
                        "ResourceDelegates": delegates,
                    ]
                )
            ]
        case .isReserved:
            guard let neighbour else { return [] }
            let booking: JSONObject = [
                "AutomateProcessing": "AutoAccept", "AllBookInPolicy": false, "AllRequestInPolicy": true,
                "BookInPolicy": [.string(maker.legacyName(ofAlias: neighbour.alias))],
            ]
            return [maker.booking(of: mailbox, booking)]
        case .isHeldInPlace: return holds(of: person).map { maker.inPlaceHold($0, of: mailbox) }
        case .isManual: return [maker.booking(of: mailbox, ["AutomateProcessing": "AutoUpdate"])]
        default: return []
        }
    }

    /// What somebody else may do in the mailbox's folders.
    func folderRight(of mailbox: ExchangeObject, _ neighbour: CompanyStaff.Known?) -> SeedFolderRight? {
        guard let alias = neighbour?.alias else { return nil }
        return switch self {
        case .hasCalendarDelegate: SeedFolderRight("Editor", in: "Calendar", of: mailbox, to: alias, isDelegate: true)
        case .showsCalendar: SeedFolderRight("Reviewer", in: "Calendar", of: mailbox, to: alias)
        case .showsInbox: SeedFolderRight("Reviewer", in: "Inbox", of: mailbox, to: alias)
        default: nil
        }
    }
}
