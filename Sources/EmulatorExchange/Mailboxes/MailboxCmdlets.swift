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
            "Get-MailboxSearch": InPlaceHoldReader(),
            "New-Mailbox": MailboxMaker(),
            "New-MailboxRestoreRequest": RestoreRequestMaker(),
            "New-MailboxSearch": InPlaceHoldRefuser(),
            "Remove-Mailbox": MailboxRemover(view: .mailbox),
            "Remove-MailboxRestoreRequest": RestoreRequestWriter(change: .remove),
            "Remove-MailboxSearch": InPlaceHoldEnder(removes: true),
            "Resume-MailboxRestoreRequest": RestoreRequestWriter(change: .resume),
            "Set-Mailbox": SetHandler(view: .mailbox, rules: .mailbox),
            "Set-MailboxRestoreRequest": RestoreRequestWriter(change: .set),
            "Set-MailboxSearch": InPlaceHoldEnder(removes: false),
            "Start-MailboxSearch": InPlaceHoldRefuser(),
            "Stop-MailboxSearch": InPlaceHoldRefuser(),
            "Suspend-MailboxRestoreRequest": RestoreRequestWriter(change: .suspend),
            "Undo-SoftDeletedMailbox": MailboxRestorer(),
        ]
    }
}
