extension CmdletTable {
    /// Mailboxes from the first day to the last.
    static var mailboxes: Area {
        [
            "Disable-Mailbox": MailboxDisabler(),
            "Enable-Mailbox": MailboxEnabler(),
            "Get-Mailbox": GetHandler(view: .mailbox, beside: PublicFolderMailboxes.beside),
            "Get-MailboxLocation": MailboxLocations(),
            "Get-MailboxRestoreRequest": RestoreRequestReader(showsStatistics: false),
            "Get-MailboxRestoreRequestStatistics": RestoreRequestReader(showsStatistics: true),
            "New-Mailbox": MailboxMaker(),
            "New-MailboxRestoreRequest": RestoreRequestMaker(),
            "Remove-Mailbox": MailboxRemover(view: .mailbox),
            "Remove-MailboxRestoreRequest": RestoreRequestWriter(change: .remove),
            "Resume-MailboxRestoreRequest": RestoreRequestWriter(change: .resume),
            "Set-Mailbox": SetHandler(view: .mailbox, rules: .mailbox),
            "Set-MailboxRestoreRequest": RestoreRequestWriter(change: .set),
            "Suspend-MailboxRestoreRequest": RestoreRequestWriter(change: .suspend),
            "Undo-SoftDeletedMailbox": MailboxRestorer(),
        ]
    }
}
