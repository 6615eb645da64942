import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Test-OrganizationRelationship: whether a relationship fits what the other organization says of itself, in lines as scripts
/// take them apart.
///
/// Those that can be asked are the emulator's. What lines say of trouble is a guess.
struct OrganizationRelationshipTest: CmdletHandler {
    private static let noun = SettingNoun("OrganizationRelationship")

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let relationship = try Self.noun.object(call, scope)
        _ = try scope.object(named: call.text("UserIdentity") ?? "", in: .recipient)
        if call.isQuestion { return .confirmation("Testing organization relationship \"\(relationship.name)\".") }
        let shape = Self.noun.view.shape
        func value(_ name: String) -> JSONValue? { relationship.properties[name] ?? shape.property(name)?.fallback }
        let isOn = value("Enabled") == true
        let isKnown = try relationship.texts("DomainNames").contains { domain in
            try scope.context.directory.tenant(matching: domain) != nil
        }
        let target = relationship.text("TargetAutodiscoverEpr") ?? ""
        let isConsistent =
            relationship.text("TargetApplicationUri")?.lowercased() == FederationInformationReader.applicationURI
            && target.lowercased() == FederationInformationReader.autodiscover.lowercased()
        let path = scope.objects.names.distinguishedName(of: relationship)
        var lines = [
            "Begin testing for organization relationship \(path), enabled state \(isOn ? "True" : "False").",
            "Exchange D-Auth Federation Authentication STS Client Identities are "
                + "uri:WindowsLiveID/outlook.com;urn:federation:MicrosoftOnline/outlook.com;",
        ]
        let steps: [(title: String, isGood: Bool, problem: String)] = [
            ("Validating user configuration", isOn, "The organization relationship isn't enabled."),
            (
                "Getting federation information from remote organization...", isKnown,
                "Federation information could not be received from the external organization."
            ),
            (
                "Validating consistency in returned federation information", isConsistent,
                "The relationship doesn't match the federation information of the external organization."
            ),
            ("Requesting delegation token from the STS...", true, ""),
            ("Getting organization relationship setting from remote partner...", true, ""),
            ("Validating organization relationships returned from remote partner", true, ""),
        ]
        var problem: String?
        for (place, step) in steps.enumerated() {
            lines.append("STEP \(place + 1): \(step.title)")
            guard step.isGood else {
                lines.append("RESULT: Error. \(step.problem)")
                problem = step.problem
                break
            }
            lines.append("RESULT: Success.")
            if place == 3 {
                lines.append(
                    "Retrieved token for target \(target) for offer Name=MSExchange.Autodiscover,Duration=28800(secs)"
                )
            }
        }
        lines += ["LAST STEP: Writing results...", problem ?? "No Significant Issues to Report", "COMPLETE."]
        return .texts(lines, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "UserIdentity", "Confirm", "WhatIf"], shape: nil)
    }
}
