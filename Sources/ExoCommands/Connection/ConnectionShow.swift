internal import ExchangeOnline
internal import ExoJSON

/// `exo connection show`: the facts of `Get-ConnectionInformation`, without asking the service.
enum ConnectionShow {
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let store = try ConnectionStore(context)
        let name = try ConnectionChoice.name(invocation.argument(0), store, context)
        let stored = try store.connection(name)
        var facts = stored.information(hasToken: store.isConnected(stored), context)
            .members(
                id: 1,
                name: name.text,
                servesInbuiltCmdlets: try ServiceRouting.servingInbuiltCmdlets(store, invocation) == name
            )
        facts["Cloud"] = .string(stored.target.cloud.name)
        facts["Administrator"] = stored.target.administrator.map { .string($0) }
        facts["Service"] = .string(stored.target.service.rawValue)
        if !stored.target.guardRails.isEmpty { facts["GuardRails"] = .string(stored.target.guardRails.text) }
        facts["ChangeLog"] = stored.target.changeLog.map { .string($0) }
        if settings.columns.isEmpty, settings.form == .table || settings.form == .list {
            // A person is not shown what is not known.
            facts = JSONObject(facts.members.filter { !$0.value.isNull })
        }
        try settings.printOne(facts, context)
        return .done
    }
}
