import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Import-RecipientDataProperty: a picture of somebody, of which is kept that there is one.
struct RecipientPictureImporter: CmdletHandler {
    private static let types = RecipientTypes.mailboxes.union(["MailContact", "MailUser"])
    private static let start: [UInt8] = [0xFF, 0xD8, 0xFF]
    private static let most = 10_240

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let before = try scope.object(named: call.text("Identity") ?? "", in: .recipient, types: Self.types)
            let bytes = call.bytes("FileData") ?? []
            guard bytes.starts(with: Self.start), bytes.count < Self.most else {
                // The words are a guess.
                throw AdminAPIError.invalidOperation("The picture must be a JPEG file of less than 10 KB.")
            }
            let title = scope.objects.names.title(of: before)
            if call.isQuestion { return .confirmation("Importing the picture of \"\(title)\".") }
            var object = before
            object.properties["HasPicture"] = true
            object.changed = scope.now
            try scope.objects.update(object, from: before)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "FileData", "Picture", "Confirm", "WhatIf"], shape: nil)
    }
}
