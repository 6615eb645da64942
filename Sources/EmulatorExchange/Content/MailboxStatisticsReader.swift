import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MailboxStatistics: how much is in a mailbox, added up from its folders.
struct MailboxStatisticsReader: CmdletHandler {
    static let noun = "MailboxStatistics"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let content = try MailboxTarget.content(call, scope)
        return .rows(Self.noun, scope) { [try Self.row(content)] }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Archive", "IncludeSoftDeletedRecipients", "UseCustomRouting"], shape: nil)
    }

    /// The statistics of a mailbox or archive.
    ///
    /// - Throws: `DatabaseError`.
    static func row(_ content: MailboxContent) throws -> ObjectRow {
        let mailbox = content.mailbox
        let folders = try content.folders()
        let totals = MailboxContent.totals(of: folders)
        let hidden = folders.reduce(0) { $0 + $1.hiddenItems }
        let guid = content.isArchive ? mailbox.text("ArchiveGuid") : mailbox.text("ExchangeGuid")
        let use = content.lastUse
        func json(_ moment: ServiceDate?) -> JSONValue { moment?.json ?? .null }
        let shape = ObjectShape.of(noun: noun)
        var row = shape.row(
            mailbox.text("DisplayName") ?? mailbox.name,
            [
                "DisplayName": .string(
                    content.isArchive
                        ? "In-Place Archive - \(mailbox.text("DisplayName") ?? mailbox.name)"
                        : mailbox.text("DisplayName") ?? mailbox.name
                ),
                "Identity": .string(guid ?? mailbox.guid),
                "MailboxGuid": .string(guid ?? mailbox.guid),
                "OwnerADGuid": .string(mailbox.guid),
                "ExternalDirectoryOrganizationId": .string(mailbox.tenantID),
                "LegacyDN": .string(mailbox.text("LegacyExchangeDN") ?? ""),
                "MailboxType": "Private",
                "MailboxTypeDetail": .string(mailbox.typeDetails),
                "IsArchiveMailbox": .bool(content.isArchive),
                // The service needs up to three days for it.
                "IsEncrypted": .bool(mailbox.text("DataEncryptionPolicy") != nil),
                "ItemCount": .integer(Int64(totals.items)),
                "TotalItemSize": DescribedValue.size(totals.bytes),
                "DeletedItemCount": .integer(Int64(totals.deletedItems)),
                "TotalDeletedItemSize": DescribedValue.size(totals.deletedBytes),
                "AssociatedItemCount": .integer(Int64(hidden)),
                "LastLogonTime": json(use?.logon), "LastLogoffTime": json(use?.logoff),
                "LastInteractionTime": json(use?.interaction),
                "LastUserActionTime": json(use?.action), "LastUserActionUpdateTime": json(use?.action),
                "DatabaseName": .string(TenantNames.database),
                "ServerName": .string(TenantNames.server),
                "BigFunnelMessageCount": .integer(Int64(totals.items)),
                "BigFunnelIndexedCount": .integer(Int64(totals.items)),
                "NamedPropertiesCountQuota": "16384",
                "MailboxMessagesPerFolderCountReceiveQuota": "1000000",
                "MailboxMessagesPerFolderCountWarningQuota": "900000",
                "FolderHierarchyDepthReceiveQuota": "300", "FolderHierarchyDepthWarningQuota": "250",
                "FolderHierarchyChildrenCountReceiveQuota": "10000", "FolderHierarchyChildrenCountWarningQuota": "9000",
                "DumpsterMessagesPerFolderCountReceiveQuota": "3000000",
                "DumpsterMessagesPerFolderCountWarningQuota": "2750000",
                "FoldersCountReceiveQuota": "Unlimited", "FoldersCountWarningQuota": "Unlimited",
                "SystemMessageSize": DescribedValue.size(0),
                "MessageTableTotalSize": DescribedValue.size(totals.bytes / 10),
                "AttachmentTableTotalSize": DescribedValue.size(totals.bytes - totals.bytes / 10),
                "OtherTablesTotalSize": DescribedValue.size(Int64(folders.count) * 32_768),
            ]
        )
        if mailbox.state != .active {
            row["DisconnectReason"] = "SoftDeleted"
            row["DisconnectDate"] = mailbox.properties["WhenSoftDeleted"] ?? .null
        }
        for (property, quota) in [
            ("DatabaseIssueWarningQuota", "IssueWarningQuota"), ("DatabaseProhibitSendQuota", "ProhibitSendQuota"),
            ("DatabaseProhibitSendReceiveQuota", "ProhibitSendReceiveQuota"),
        ] {
            row[property] = mailbox.properties[quota] ?? ObjectShape.mailbox.property(quota)?.fallback ?? .null
        }
        return row
    }
}
