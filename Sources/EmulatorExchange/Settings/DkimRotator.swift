import EmulatorCore
import ExoJSON

/// Rotate-DkimSigningConfig: the selector that is not used gets a new key, and is used four days later.
///
/// See https://learn.microsoft.com/defender-office-365/email-authentication-dkim-configure.
struct DkimRotator: CmdletHandler {
    private static let noun = SettingNoun("DkimSigningConfig")
    private static let days = 4

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            var object = try Self.noun.object(call, scope)
            let size = call.number("KeySize") ?? 2048
            guard [1024, 2048].contains(size) else {
                throw AdminAPIError.transformation(parameter: "KeySize", reason: "A key has 1024 or 2048 bits.")
            }
            let moment = object.text("RotateOnDate").flatMap { ServiceDate(parsing: $0) }
            guard moment.map({ $0 <= scope.now }) ?? true else {
                throw AdminAPIError.invalidOperation(
                    "The DKIM keys of \"\(object.name)\" are rotated on \(moment?.text(.utc) ?? ""); they can't be rotated "
                        + "again before."
                )
            }
            if call.isQuestion { return .confirmation("Rotating the DKIM keys of \"\(object.name)\".") }
            let used = object.text(moment == nil ? "SelectorBeforeRotateOnDate" : "SelectorAfterRotateOnDate")
            let isFirst = used != "selector2"
            object.properties["SelectorBeforeRotateOnDate"] = isFirst ? "selector1" : "selector2"
            object.properties["SelectorAfterRotateOnDate"] = isFirst ? "selector2" : "selector1"
            object.properties["RotateOnDate"] = scope.now.adding(days: Self.days).json
            object.properties["KeyCreationTime"] = scope.now.json
            object.properties[isFirst ? "Selector2KeySize" : "Selector1KeySize"] = .integer(Int64(size))
            object.changed = scope.now
            try scope.objects.update(object)
            return .done(warnings: [])
        }
    }

    /// The keys of a new domain; the records that publish them are looked for nowhere.
    ///
    /// - Throws: ``AdminAPIError`` for a domain that is not the organization's.
    static func begin(_ draft: inout ObjectDraft, _ scope: CallScope) throws {
        let domain = draft.object.name.lowercased()
        try scope.requireAcceptedDomain(of: domain)
        draft.store("Domain", .string(domain))
        let label = domain.split(separator: ".").joined(separator: "-")
        for number in 1...2 {
            draft.store(
                "Selector\(number)CNAME",
                .string("selector\(number)-\(label)._domainkey.\(scope.tenant.initialDomain)")
            )
        }
        draft.store("SelectorBeforeRotateOnDate", "selector1")
        draft.store("SelectorAfterRotateOnDate", "selector2")
        draft.store("KeyCreationTime", scope.now.json)
        draft.store("LastChecked", scope.now.json)
        draft.store("Status", draft.object.properties["Enabled"] == true ? "Valid" : "CnameMissing")
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "KeySize", "Confirm", "WhatIf"], shape: nil)
    }
}
