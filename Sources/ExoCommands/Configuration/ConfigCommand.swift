internal import ExoJSON

/// `exo config get|set|unset|explain|path`.
enum ConfigCommand {
    static func explain(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let settings = try OutputSettings(invocation, context)
        let configuration = try Configuration(invocation, context)
        try settings.print(
            try Setting.all.map { setting in
                let (value, source) = try configuration.find(setting)
                return [
                    "Setting": .string(setting.name),
                    "Value": value.map { .string($0) } ?? .null,
                    "Source": .string(text(source)),
                    "Default": .string(setting.usual),
                    "Help": .string(setting.help),
                ]
            },
            context
        )
        return .done
    }

    static func get(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let setting = try setting(invocation)
        guard let value = try Configuration(invocation, context).find(setting).value else {
            throw CommandError(
                .failed,
                "'\(setting.name)' is not set",
                repair: "exo config set \(setting.name) <value>"
            )
        }
        try context.output.line(TerminalText.neutralised(value))
        return .done
    }

    static func set(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let setting = try setting(invocation)
        let value = invocation.argument(1) ?? ""
        if let objection = setting.objection(to: value) {
            throw invocation.usageError("'\(setting.name)' cannot be '\(value)': \(objection)")
        }
        return try change(setting, to: value, invocation, context)
    }

    static func unset(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        try change(try setting(invocation), to: nil, invocation, context)
    }

    static func path(_ invocation: Invocation, _ context: CommandContext) throws -> ExitCode {
        let user = try context.configurationFolder() + "/config.json"
        var paths: [String] = []
        if let project = Configuration.projectPath(context) { paths.append(project) }
        for path in paths + [user] { try context.output.line(path) }
        return .done
    }

    private static func setting(_ invocation: Invocation) throws -> Setting {
        let name = invocation.argument(0) ?? ""
        if let setting = Setting.named(name) { return setting }
        let known = Setting.all.map(\.name)
        let near = DidYouMean.lines(name, among: known)
        throw invocation.usageError(
            "there is no setting '\(name)'",
            details: near.isEmpty ? ["there are \(known.joined(separator: ", "))"] : near
        )
    }

    /// Changes the user's file; a project's is written by hand, since it lies in the project.
    private static func change(
        _ setting: Setting,
        to value: String?,
        _ invocation: Invocation,
        _ context: CommandContext
    ) throws -> ExitCode {
        let path = try context.configurationFolder() + "/config.json"
        var file = try SettingsFile.read(path, isProjects: false) ?? SettingsFile(path: path)
        file.set(setting, to: value, profile: invocation.value("profile"))
        try file.write()
        if let variable = context.variable(setting.variable) {
            context.errors.note("\(setting.variable)=\(variable) counts more than the file while it is set")
        }
        return .done
    }

    private static func text(_ source: Configuration.Source) -> String {
        switch source {
        case .variable(let name): "variable \(name)"
        case .file(let path, let profile): path + (profile.map { " (profile \($0))" } ?? "")
        case .unset: "default"
        }
    }
}
