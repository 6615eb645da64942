extension CmdletTable {
    /// What is in mailboxes.
    static var content: Area {
        [
            "Add-MailboxFolderPermission": FolderPermissionWriter(noun: .mailbox, change: .add),
            "Clear-ActiveSyncDevice": MobileDeviceWiper(),
            "Clear-MobileDevice": MobileDeviceWiper(),
            "Export-MailboxDiagnosticLogs": DiagnosticLogsExporter(),
            "Get-ActiveSyncDevice": MobileDeviceReader(noun: "ActiveSyncDevice"),
            "Get-ActiveSyncDeviceClass": DeviceClassReader(),
            "Get-ActiveSyncDeviceStatistics": MobileDeviceStatisticsReader(noun: "ActiveSyncDeviceStatistics"),
            "Get-CalendarDiagnosticLog": CalendarDiagnosticsReader(),
            "Get-CalendarDiagnosticObjects": CalendarDiagnosticsReader(),
            "Get-CalendarViewDiagnostics": CalendarViewReader(),
            "Get-MailboxCalendarFolder": CalendarFolderReader(),
            "Get-MailboxExtendedProperty": MailboxExtendedPropertyReader(),
            "Get-MailboxFolder": MailboxFolderReader(),
            "Get-MailboxFolderPermission": FolderPermissionReader(noun: .mailbox),
            "Get-MailboxFolderStatistics": MailboxFolderStatisticsReader(),
            "Get-MailboxStatistics": MailboxStatisticsReader(),
            "Get-MobileDevice": MobileDeviceReader(noun: "MobileDevice"),
            "Get-MobileDeviceStatistics": MobileDeviceStatisticsReader(noun: "MobileDeviceStatistics"),
            "Get-RecoverableItems": RecoverableItemsHandler(restores: false),
            "Invoke-ChangeMeetingOrganizer": MeetingOrganizerChanger(),
            "New-MailboxFolder": MailboxFolderMaker(),
            "Remove-ActiveSyncDevice": MobileDeviceRemover(),
            "Remove-CalendarEvents": CalendarEventsRemover(),
            "Remove-MailboxFolderPermission": FolderPermissionWriter(noun: .mailbox, change: .remove),
            "Remove-MobileDevice": MobileDeviceRemover(),
            "Restore-RecoverableItems": RecoverableItemsHandler(restores: true),
            "Set-MailboxCalendarFolder": CalendarFolderSetter(),
            "Set-MailboxFolderPermission": FolderPermissionWriter(noun: .mailbox, change: .set),
            "Start-ManagedFolderAssistant": FolderAssistantStarter(),
        ]
    }

    /// What moves between mailboxes, and what is written down of it.
    static var traffic: Area {
        [
            "Delete-QuarantineMessage": QuarantineDeleter(),
            "Export-QuarantineMessage": QuarantineContentReader(part: .whole),
            // That the first version answers as the present one does is a guess.
            "Export-QuarantineMessageV1": QuarantineContentReader(part: .whole),
            "Get-BlockedSenderAddress": BlockedSenderReader(),
            "Get-HistoricalSearch": HistoricalSearchReader(),
            "Get-MailDetailATPReport": TrafficDetailReport(kind: .threats),
            "Get-MailDetailTransportRuleReport": TrafficDetailReport(kind: .rules),
            "Get-MailFilterListReport": FilterListReport(),
            "Get-MailFlowStatusReport": TrafficReport(kind: .flow),
            "Get-MailTrafficATPReport": TrafficReport(kind: .threats),
            "Get-MailTrafficSummaryReport": TrafficReport(kind: .summary),
            "Get-MessageTrace": MessageTraceReader(),
            "Get-MessageTraceDetail": MessageTraceDetailReader(noun: "MessageTraceDetail", days: 10),
            "Get-MessageTraceDetailV2": MessageTraceDetailReader(noun: "MessageTraceDetailV2", days: 90),
            "Get-MessageTraceV2": MessageTraceV2Reader(),
            "Get-MxRecordReport": MxRecordReport(),
            "Get-QuarantineMessage": QuarantineReader(),
            "Get-RecipientStatisticsReport": RecipientStatistics(),
            "Get-QuarantineMessageHeader": QuarantineContentReader(part: .header),
            "New-TransportRule": SettingMaker(noun: SettingNoun("TransportRule"), naming: ["Name"]),
            "Preview-QuarantineMessage": QuarantineContentReader(part: .preview),
            "Preview-QuarantineMessageV1": QuarantineContentReader(part: .preview),
            "Release-QuarantineMessage": QuarantineReleaser(),
            "Remove-BlockedSenderAddress": BlockedSenderRemover(),
            "Search-MailboxAuditLog": MailboxAuditLogSearcher(),
            "Search-UnifiedAuditLog": UnifiedAuditLogSearcher(),
            "Start-HistoricalSearch": HistoricalSearchStarter(),
            "Stop-HistoricalSearch": HistoricalSearchStopper(),
            "Write-AdminAuditLog": AdminAuditLogWriter(),
        ]
    }

    /// Public folders, with and without mail.
    static var publicFolders: Area {
        [
            "Add-PublicFolderClientPermission": FolderPermissionWriter(noun: .publicFolder, change: .add),
            "Disable-MailPublicFolder": MailPublicFolderRemover(),
            "Enable-MailPublicFolder": MailPublicFolderMaker(),
            "Get-MailPublicFolder": MailPublicFolderCmdlet(handler: GetHandler(view: .mailPublicFolder)),
            "Get-PublicFolder": PublicFolderReader(),
            "Get-PublicFolderClientPermission": FolderPermissionReader(noun: .publicFolder),
            "Get-PublicFolderItemStatistics": PublicFolderStatisticsReader(noun: "PublicFolderItemStatistics"),
            "Get-PublicFolderMailboxDiagnostics": PublicFolderDiagnosticsReader(),
            "Get-PublicFolderMoveRequest": PublicFolderMoveReader(showsStatistics: false),
            "Get-PublicFolderMoveRequestStatistics": PublicFolderMoveReader(showsStatistics: true),
            "Get-PublicFolderStatistics": PublicFolderStatisticsReader(noun: "PublicFolderStatistics"),
            "New-PublicFolder": PublicFolderMaker(),
            "New-PublicFolderMoveRequest": PublicFolderMoveMaker(),
            "New-SyncMailPublicFolder": SyncMailPublicFolderMaker(),
            "Remove-PublicFolder": PublicFolderRemover(),
            "Remove-PublicFolderClientPermission": FolderPermissionWriter(noun: .publicFolder, change: .remove),
            "Remove-PublicFolderMoveRequest": PublicFolderMoveRemover(),
            "Remove-SyncMailPublicFolder": MailPublicFolderRemover(),
            "Set-MailPublicFolder": MailPublicFolderCmdlet(
                handler: SetHandler(view: .mailPublicFolder, rules: .mailPublicFolder)
            ),
            "Set-PublicFolder": PublicFolderSetter(),
            "Update-PublicFolderMailbox": PublicFolderMailboxUpdater(),
        ]
    }

    /// Mailboxes on their way.
    static var migration: Area {
        [
            "Complete-MigrationBatch": MigrationBatchChanger(change: .complete),
            // Files are imported from storage that is nowhere here, and no batch brings public folders to public folders.
            "Get-MailboxImportRequest": EmptyListing(noun: "MailboxImportRequest"),
            "Get-MailboxImportRequestStatistics": AbsentTarget(parameter: "Identity"),
            "Get-MigrationBatch": MigrationBatchReader(),
            "Get-MigrationStatistics": MigrationStatisticsReader(),
            "Get-MigrationUser": MigrationUserReader(noun: "MigrationUser"),
            "Get-MigrationUserStatistics": MigrationUserReader(noun: "MigrationUserStatistics"),
            "Get-MoveRequest": MoveRequestReader(noun: "MoveRequest"),
            "Get-MoveRequestStatistics": MoveRequestReader(noun: "MoveRequestStatistics"),
            "Get-PublicFolderMailboxMigrationRequest": EmptyListing(noun: "PublicFolderMailboxMigrationRequest"),
            "Get-PublicFolderMailboxMigrationRequestStatistics": AbsentTarget(parameter: "Identity"),
            "New-MigrationBatch": MigrationBatchMaker(),
            "New-MoveRequest": MoveRequestMaker(),
            "Remove-MailboxImportRequest": AbsentTarget(parameter: "Identity"),
            "Remove-MigrationBatch": MigrationBatchChanger(change: .remove),
            "Remove-MigrationUser": MigrationUserChanger(change: .remove),
            "Remove-MoveRequest": MoveRequestChanger(change: .remove),
            "Remove-PublicFolderMailboxMigrationRequest": AbsentTarget(parameter: "Identity"),
            "Resume-MailboxImportRequest": AbsentTarget(parameter: "Identity"),
            "Resume-MoveRequest": MoveRequestChanger(change: .resume),
            "Resume-PublicFolderMailboxMigrationRequest": AbsentTarget(parameter: "Identity"),
            "Set-MailboxImportRequest": AbsentTarget(parameter: "Identity"),
            "Set-MigrationBatch": MigrationBatchChanger(change: .set),
            "Set-MigrationUser": MigrationUserChanger(change: .set),
            "Set-MoveRequest": MoveRequestChanger(change: .set),
            "Set-PublicFolderMailboxMigrationRequest": AbsentTarget(parameter: "Identity"),
            "Start-MigrationBatch": MigrationBatchChanger(change: .start),
            "Start-MigrationUser": MigrationUserChanger(change: .start),
            "Stop-MigrationBatch": MigrationBatchChanger(change: .stop),
            "Stop-MigrationUser": MigrationUserChanger(change: .stop),
            "Suspend-MailboxImportRequest": AbsentTarget(parameter: "Identity"),
            "Suspend-MoveRequest": MoveRequestChanger(change: .suspend),
            "Suspend-PublicFolderMailboxMigrationRequest": AbsentTarget(parameter: "Identity"),
        ]
    }
}
