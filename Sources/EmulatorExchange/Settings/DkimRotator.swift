import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Rotate-DkimSigningConfig: the selector that is not used gets a new key, and is used four days later.
///
/// See https://learn.microsoft.com/defender-office-365/email-authentication-dkim-configure.
struct DkimRotator: CmdletHandler {
    private static let noun = SettingNoun("DkimSigningConfig")
    private static let days = 4
    /// Where the service publishes keys.
    private static let partition = "\(MailHost.partition).dkim.mail.microsoft"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            var object = try Self.noun.object(call, scope)
            let isInitial = object.name.lowercased() == scope.tenant.initialDomain.lowercased()
            guard isInitial || object.properties["Enabled"] == true else {
                // The words are a guess.
                throw AdminAPIError.invalidOperation(
                    "The DKIM keys of \"\(object.name)\" can't be rotated because DKIM signing isn't enabled for it."
                )
            }
            let moment = object.text("RotateOnDate").flatMap { ServiceDate(parsing: $0) }
            guard moment.map({ $0 <= scope.now }) ?? true else {
                throw AdminAPIError.invalidOperation(
                    "The DKIM keys of \"\(object.name)\" are rotated on \(moment?.text(.utc) ?? ""); they can't be rotated "
                        + "again before."
                )
            }
            let used = object.text(moment == nil ? "SelectorBeforeRotateOnDate" : "SelectorAfterRotateOnDate")
            let isFirst = used != "selector2"
            let selector = isFirst ? 2 : 1
            let size = try DkimKey.size(call, else: DkimKey.size(of: object, selector: selector))
            if call.isQuestion { return .confirmation("Rotating the DKIM keys of \"\(object.name)\".") }
            object.properties["SelectorBeforeRotateOnDate"] = isFirst ? "selector1" : "selector2"
            object.properties["SelectorAfterRotateOnDate"] = isFirst ? "selector2" : "selector1"
            object.properties["RotateOnDate"] = scope.now.adding(days: Self.days).json
            object.properties["KeyCreationTime"] = scope.now.json
            let kept = DkimKey.records(of: object)
            object.properties["Selector1PublicKey"] = .string(kept.first)
            object.properties["Selector2PublicKey"] = .string(kept.second)
            object.properties["Selector\(selector)KeySize"] = .integer(Int64(size))
            object.properties["Selector\(selector)PublicKey"] = .string(
                DkimKey.record(of: object, selector: selector, madeOn: scope.now)
            )
            object.changed = scope.now
            try scope.objects.update(object)
            return .done(warnings: [])
        }
    }

    /// The keys of a new domain; the records that publish them are looked for nowhere.
    ///
    /// - Throws: ``AdminAPIError`` for a domain that is not the organization's.
    static func begin(_ draft: inout ObjectDraft, _ call: BoundCall, _ scope: CallScope) throws {
        let size = try DkimKey.size(call)
        let domain = draft.object.name.lowercased()
        try scope.requireAcceptedDomain(of: domain)
        draft.store("Domain", .string(domain))
        let label = MailHost.label(of: domain)
        let organization = scope.tenant.initialDomain.prefix { $0 != "." }
        for number in 1...2 {
            draft.store(
                "Selector\(number)CNAME",
                .string("selector\(number)-\(label)._domainkey.\(organization).\(partition)")
            )
            draft.store("Selector\(number)KeySize", .integer(Int64(size)))
        }
        draft.store("SelectorBeforeRotateOnDate", "selector2")
        draft.store("SelectorAfterRotateOnDate", "selector1")
        for name in ["KeyCreationTime", "LastChecked", "RotateOnDate"] { draft.store(name, scope.now.json) }
        draft.store("Status", draft.object.properties["Enabled"] == true ? "Valid" : "CnameMissing")
    }

    /// A domain that is turned on is a valid one: nobody has to publish its records.
    static func settle(_ draft: inout ObjectDraft, _ call: BoundCall, _ scope: CallScope) {
        guard call.facts.verb == "Set", call.isOn("Enabled"), draft.object.text("Status") != "Valid" else { return }
        draft.store("Status", "Valid")
        draft.store("LastChecked", scope.now.json)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "KeySize", "Confirm", "WhatIf"], shape: nil)
    }
}
