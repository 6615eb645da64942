import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Accounts from which much mail is sent.
///
/// See https://learn.microsoft.com/exchange/mail-flow-best-practices/high-volume-mails-m365.
enum HighVolumeAccount {
    static let settings = RecipientSettings("HVEAccountSettings", of: ["MailUser"])
    static let billing = RecipientSettings("HVEAccountBillingPolicy", of: ["MailUser"])
    /// The applications that may send from one; that the settings show them is a guess.
    static let applications = "AllowedApplications"

    /// The account that a call is about.
    ///
    /// - Throws: ``AdminAPIError``: not found, or another mail user.
    static func account(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        guard let identity = call.text("Identity") else { throw AdminAPIError.missingParameters(["Identity"]) }
        let account = try scope.object(named: identity, in: settings.view)
        guard account.properties["HVEAccount"] == true else {
            // The words are a guess.
            throw AdminAPIError.invalidOperation("The mail user \"\(account.name)\" isn't a High Volume Email account.")
        }
        return account
    }
}

/// Get- and Set- of HVEAccountSettings and HVEAccountBillingPolicy: where answers go, and by which policy mail is paid for.
struct HighVolumeSettings: CmdletHandler {
    /// What the settings of any recipient do.
    let handler: any CmdletHandler

    static func get(_ settings: RecipientSettings) -> Self {
        HighVolumeSettings(handler: RecipientSettingsReader(settings: settings))
    }

    static func set(_ settings: RecipientSettings) -> Self {
        HighVolumeSettings(handler: RecipientSettingsWriter(settings: settings))
    }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        _ = try HighVolumeAccount.account(call, scope)
        return try handler.run(call, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] { handler.unused(call) }
}

/// Add-HVEAppAccess and Remove-HVEAppAccess: which applications may send from an account, by the ids that they have among the
/// enterprise applications.
struct HighVolumeApplications: CmdletHandler {
    /// How many an account has at most.
    private static let most = 10

    let adds: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let account = try HighVolumeAccount.account(call, scope)
            let settings = HighVolumeAccount.settings
            let stored = try settings.settings(of: account, in: scope.objects)
            let object = stored ?? settings.empty(of: account, now: scope.now)
            var draft = ObjectDraft(object: object, shape: settings.view.shape)
            let ids = try (call.texts("AppIds") ?? []).map { try application($0, scope) }
            let all = ObjectDraft.merged(
                draft.texts(HighVolumeAccount.applications),
                add: adds ? ids : [],
                remove: adds ? [] : ids
            )
            guard all.count <= Self.most else {
                throw AdminAPIError.invalidOperation("An account can't have more than \(Self.most) allowed apps.")
            }
            draft.store(HighVolumeAccount.applications, .array(all.map { .string($0) }))
            let title = scope.objects.names.title(of: account)
            if call.isQuestion {
                return .confirmation("\(adds ? "Adding" : "Removing") allowed apps of \"\(title)\".")
            }
            return try scope.save(draft, title: title, isNew: stored == nil)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "AppIds", "Confirm", "WhatIf"], shape: nil)
    }

    /// The id of an application, which to be added must be one of the organization's; the words are a guess.
    private func application(_ text: String, _ scope: CallScope) throws -> String {
        guard let id = GUIDText(parsing: text)?.description else { throw MailFlowCheck.invalid(text, "AppIds") }
        let known = try scope.context.directory.servicePrincipal(objectID: id)
        guard !adds || known?.tenantID == scope.tenant.id else {
            throw AdminAPIError.invalidOperation(
                "\"\(text)\" isn't the Object ID of an enterprise application of the organization."
            )
        }
        return id
    }
}

/// Get-BillingPolicy: the policies by which mail of such accounts is paid for.
///
/// Policies belong to Azure, which the emulator is not: those are known that an account has.
struct BillingPolicyReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let shape = ObjectShape.of(noun: noun)
        let type = JSONValue.string(call.text("ResourceType") ?? "HVE")
        var known: Set<String> = []
        let rows = try scope.objects.objects(of: .setting(noun: "HVEAccountBillingPolicy")).compactMap { account in
            guard let id = account.text("BillingPolicyId"), !id.isEmpty, known.insert(id.lowercased()).inserted else {
                return ObjectRow?.none
            }
            return shape.row(
                id,
                [
                    "Identity": .string(id), "BillingPolicyId": .string(id), "ResourceType": type,
                    "BillingPolicyName": account.properties["BillingPolicyName"] ?? .string(id),
                ]
            )
        }
        return .rows(noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["ResourceType"], shape: nil) }
}
