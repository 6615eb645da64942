import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Test-Message: has the service look which rules a message would meet, and send a report of it.
///
/// What the report says is not public, and none is sent: those whom the call names have to be there, and the caller is told.
struct MessageTest: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let reader = try scope.object(named: call.text("SendReportTo") ?? "", in: .recipient)
        let title = scope.objects.names.title(of: reader)
        // Without a file there is nobody else who wrote the message.
        if call["MessageFileData"] == nil, call.text("Sender") == nil {
            throw AdminAPIError.missingParameters(["Sender"])
        }
        let addresses = (call.texts("Recipients") ?? []).map { address in
            address.lowercased().hasPrefix("smtp:") ? String(address.dropFirst(5)) : address
        }
        for address in addresses where !ProxyAddresses.isAddress(address) {
            throw MailFlowCheck.invalid(address, "Recipients")
        }
        if call.isQuestion { return .confirmation("Testing a message, with a report to \"\(title)\".") }
        return .done(warnings: ["The emulator sends no reports; \"\(title)\" gets none of this test."])
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["MessageFileData", "Recipients", "Sender", "SendReportTo", "Confirm", "WhatIf"],
            shape: nil
        )
    }
}
