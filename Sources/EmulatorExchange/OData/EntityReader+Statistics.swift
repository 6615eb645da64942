import CmdletCatalogue
import EmulatorCore
import ExoJSON
import HTTPServer

/// Statistics, which functions return.
extension EntityReader {
    func mailboxStatistics(_ mailbox: String, noting note: inout CmdletNote) throws -> ServerResponse {
        let type = EntityType.named("MailboxStatistics")
        let selection = try EntitySelection(
            options,
            of: type,
            cmdlet: "Get-EXOMailboxStatistics",
            addsDefault: addsDefault
        )
        let identity = try options.identity(mailbox)
        var parameters = options.parameters(of: try cmdlet("Get-MailboxStatistics").facts)
        parameters["Identity"] = .string(identity)
        guard let row = try rows("Get-MailboxStatistics", parameters, noting: &note).first else {
            throw AdminAPIError.notFound(identity, noun: "MailboxStatistics")
        }
        note.outcome = .rows(1)
        return form.single("Exchange.MailboxStatistics", form.entity(row, type, selection))
    }

    func folderStatistics(
        _ mailbox: String,
        _ scope: String,
        noting note: inout CmdletNote
    ) throws -> ServerResponse {
        let type = EntityType.named("MailboxFolderStatistics")
        let selection = try EntitySelection(
            options,
            of: type,
            cmdlet: "Get-EXOMailboxFolderStatistics",
            addsDefault: addsDefault
        )
        var parameters = options.parameters(of: try cmdlet("Get-MailboxFolderStatistics").facts)
        parameters["Identity"] = .string(try options.identity(mailbox))
        if scope.lowercased() != "all" { parameters["FolderScope"] = .string(scope) }
        let rows = try rows("Get-MailboxFolderStatistics", parameters, noting: &note)
        let found = rows.map { form.entity($0, type, selection) }
        return try page(of: found, "Collection(Exchange.MailboxFolderStatistics)", noting: &note)
    }

    /// Devices of a mailbox, or one device by its own name.
    func devices(
        _ named: [String: String],
        isSingle: Bool,
        noting note: inout CmdletNote
    ) throws -> ServerResponse {
        let type = EntityType.named("MobileDeviceStatistics")
        let selection = try EntitySelection(
            options,
            of: type,
            cmdlet: "Get-EXOMobileDeviceStatistics",
            addsDefault: addsDefault
        )
        var parameters = options.parameters(of: try cmdlet("Get-MobileDeviceStatistics").facts)
        for (name, identity) in named { parameters[name] = .string(try options.identity(identity)) }
        let rows = try rows("Get-MobileDeviceStatistics", parameters, noting: &note)
        let found = rows.map { form.entity($0, type, selection) }
        guard isSingle, let device = found.first, found.count == 1 else {
            return try page(of: found, "Collection(Exchange.MobileDeviceStatistics)", noting: &note)
        }
        note.outcome = .rows(1)
        return form.single("Exchange.MobileDeviceStatistics", device)
    }
}
