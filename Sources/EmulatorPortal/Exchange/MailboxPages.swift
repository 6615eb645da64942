import EmulatorCore
import ExoJSON
import HTTPServer

/// The pages about mailboxes.
enum MailboxPages {
    static let crumb = PortalContent.Crumb(name: "Mailboxes", path: PortalLink.path(["mailboxes"]))

    static func respond(_ call: PortalCall) throws -> ServerResponse {
        switch call.path.count {
        case 1: return try list(call).respond()
        case 2: return try MailboxPage(call: call, identity: call.path[1]).respond()
        default: throw PortalRefusal.notFound("There is no such page about a mailbox.")
        }
    }

    private static func list(_ call: PortalCall) -> ExchangeList {
        let types = ["UserMailbox", "SharedMailbox", "RoomMailbox", "EquipmentMailbox"]
        let labels = ["User mailboxes", "Shared mailboxes", "Rooms", "Equipment"]
        return ExchangeList(
            call: call,
            title: "Mailboxes",
            cmdlet: "Get-Mailbox",
            kinds: [ExchangeList.Kind(name: "all", label: "All", types: types)]
                + zip(types, labels).map { ExchangeList.Kind(name: $0, label: $1, types: [$0]) },
            headings: ["Display name", "Primary address", "Type", "Archive", "Litigation hold", "Hidden"],
            properties: [
                "Guid", "DisplayName", "PrimarySmtpAddress", "RecipientTypeDetails", "ArchiveStatus",
                "LitigationHoldEnabled", "HiddenFromAddressListsEnabled",
            ]
        ) { row in
            [
                Markup.link(
                    row.shown("DisplayName") ?? "-",
                    to: PortalLink.path(["mailboxes", row.shown("Guid") ?? ""])
                ),
                "\(row.shown("PrimarySmtpAddress") ?? "-")", "\(row.shown("RecipientTypeDetails") ?? "-")",
                "\(row.shown("ArchiveStatus") ?? "-")", "\(row.shown("LitigationHoldEnabled") ?? "-")",
                "\(row.shown("HiddenFromAddressListsEnabled") ?? "-")",
            ]
        }
    }
}
