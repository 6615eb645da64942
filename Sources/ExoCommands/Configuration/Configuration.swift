internal import EntraTokens

/// The settings of one command: where each comes from, and what it is.
struct Configuration: Sendable {
    /// Where a value comes from.
    enum Source: Sendable, Equatable {
        case variable(String)
        case file(String, profile: String?)
        case unset
    }

    private let context: CommandContext
    /// The profile that was chosen.
    let profile: String?
    /// The files, the one that counts most first.
    let files: [SettingsFile]

    /// Reads the files that there are.
    ///
    /// - Throws: ``CommandError`` for a file that cannot be used, and a profile that is in none.
    init(_ invocation: Invocation, _ context: CommandContext) throws {
        self.context = context
        profile = invocation.value("profile") ?? context.variable("EXO_PROFILE")
        var files: [SettingsFile] = []
        if let path = Self.projectPath(context), let file = try SettingsFile.read(path, isProjects: true) {
            files.append(file)
        }
        if let path = Self.userPath(context), let file = try SettingsFile.read(path, isProjects: false) {
            files.append(file)
        }
        self.files = files
        guard let profile, !files.contains(where: { $0.profiles.contains(profile) }) else { return }
        let known = files.flatMap(\.profiles)
        throw CommandError(
            .usage,
            "there is no profile '\(profile)'",
            details: DidYouMean.lines(profile, among: known),
            repair: known.isEmpty ? "exo config set connection <name> --profile \(profile)" : "exo config path"
        )
    }

    /// The user's file: `config.json` in the folder of connections; `nil` where there is no such folder.
    static func userPath(_ context: CommandContext) -> String? {
        do { return try context.configurationFolder() + "/config.json" } catch { return nil }
    }

    /// The project's file: the first above the working folder.
    static func projectPath(_ context: CommandContext) -> String? {
        guard var folder = context.workingFolder, folder.hasPrefix("/") else { return nil }
        while true {
            let path = (folder == "/" ? "" : folder) + "/" + SettingsFile.projectName
            if LocalFile.exists(path) { return path }
            guard folder != "/", let end = folder.lastIndex(of: "/") else { return nil }
            folder = end == folder.startIndex ? "/" : String(folder[..<end])
        }
    }

    /// The value of a setting and where it comes from.
    func find(_ setting: Setting) throws -> (value: String?, source: Source) {
        if let value = context.variable(setting.variable) { return (value, .variable(setting.variable)) }
        for file in files {
            if let profile, let value = try file.value(setting, profile: profile) {
                return (value, .file(file.path, profile: profile))
            }
            if let value = try file.value(setting, profile: nil) { return (value, .file(file.path, profile: nil)) }
        }
        return (nil, .unset)
    }

    /// Puts what the files say where variables say nothing, and tells names that mean nothing.
    func apply(to context: inout CommandContext) throws {
        for setting in Setting.all {
            guard case (let value?, .file(let path, _)) = try find(setting) else { continue }
            context.environment[setting.variable] = value
            context.filesOfVariables[setting.variable] = path
        }
        for file in files {
            for name in file.unknownNames {
                let question = DidYouMean.lines(name, among: Setting.all.map(\.name)).first
                context.errors.warning(
                    "\(file.path): there is no setting '\(name)'" + (question.map { "; \($0)" } ?? "")
                )
            }
        }
    }
}
