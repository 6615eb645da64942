import EmulatorCore
import ExoJSON

/// Test-IRMConfiguration: whether messages can be encrypted, in the words of the service.
///
/// A sender has more looked at. See https://learn.microsoft.com/purview/set-up-new-message-encryption-capabilities.
struct RightsManagementTest: CmdletHandler {
    private static let shape = ObjectShape(
        noun: "IRMConfigurationTest",
        typeName: "Microsoft.Exchange.Management.RightsManagement.IRMConfigurationValidationResult",
        properties: [PropertyShape(name: "Results", kind: .text, fallback: "")]
    )

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        if let sender = call.text("Sender") { _ = try scope.object(named: sender, in: .recipient) }
        if call.isQuestion { return .confirmation("Testing the IRM configuration.") }
        let noun = SettingNoun("IRMConfiguration", isSingle: true)
        try scope.objects.makeFirstObjects(of: noun, now: scope.now)
        let config = try scope.objects.objects(of: noun.objectClass).first
        let isOn = config?.properties["AzureRMSLicensingEnabled"] == true
        let templates = SettingNoun("RMSTemplate")
        try scope.objects.makeFirstObjects(of: templates, now: scope.now)
        let names = try scope.objects.objects(of: templates.objectClass).map(\.name).joined(separator: ", ")
        var checks = [
            (
                "Acquiring RMS Templates ...",
                "RMS Templates acquired.  Templates available: \(names).",
                // What fails says is a guess.
                "Failed to acquire RMS templates."
            )
        ]
        if call.text("Sender") != nil {
            checks += ["encryption", "decryption"].map { name in
                let word = name.prefix(1).uppercased() + name.dropFirst()
                return ("Verifying \(name) ...", "\(word) verified successfully.", "\(word) failed.")
            }
        }
        checks.append(("Verifying IRM is enabled ...", "IRM verified successfully.", "IRM is not enabled."))
        let lines = checks.map { begin, pass, fail in
            "\(begin)\r\n    - \(isOn ? "PASS: \(pass)" : "FAIL: \(fail)")\r\n"
        }
        let text = lines.joined() + "\r\nOVERALL RESULT: \(isOn ? "PASS" : "FAIL")"
        return .listing(.computed([Self.shape.row("", ["Results": .string(text)])], in: scope))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Sender", "Confirm", "WhatIf"], shape: nil)
    }
}
