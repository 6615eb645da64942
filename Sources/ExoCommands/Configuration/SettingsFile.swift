internal import EntraTokens
internal import ExoJSON

/// A file of settings: the user's own, or that of the project in whose folder a command runs.
struct SettingsFile: Sendable {
    let path: String
    let isProjects: Bool
    private(set) var content: JSONObject

    /// The greatest size of such a file.
    private static let limit = 1 << 20
    /// The name of a project's file.
    static let projectName = ".exo.json"

    /// Reads the file, where there is one.
    ///
    /// - Throws: ``CommandError`` when it cannot be read or is not a JSON object.
    static func read(_ path: String, isProjects: Bool) throws -> SettingsFile? {
        let bytes: [UInt8]?
        do {
            bytes = try LocalFile.read(path, limit: limit) { facts in
                guard facts.kind == .file else { throw damaged(path, "it is not a file") }
                guard facts.isOwn || facts.isRoots, facts.mode & 0o002 == 0 else {
                    throw damaged(path, "others may write it", repair: "chmod o-w '\(path)', if it is yours")
                }
            }
        } catch let error as LocalFileError {
            throw damaged(path, error.limit.map { "it is longer than \($0) bytes" } ?? "it cannot be read")
        }
        guard let bytes else { return nil }
        do {
            guard let content = try JSONValue(parsing: bytes).objectValue else {
                throw damaged(path, "it is not a JSON object")
            }
            return SettingsFile(path: path, isProjects: isProjects, content: content)
        } catch let error as JSONError {
            throw damaged(path, "\(error)")
        }
    }

    /// A file that is not there yet.
    init(path: String, isProjects: Bool = false, content: JSONObject = [:]) {
        self.path = path
        self.isProjects = isProjects
        self.content = content
    }

    /// The names of its profiles.
    var profiles: [String] { content["profiles"]?.objectValue?.names ?? [] }

    /// What it says of a setting, in a profile or outside of all.
    ///
    /// - Throws: ``CommandError`` for a value that the setting cannot have.
    func value(_ setting: Setting, profile: String?) throws -> String? {
        guard let found = section(profile)?.value(ignoringCase: setting.name) else { return nil }
        let text: String
        switch found {
        case .string(let word): text = word
        case .null: return nil
        case .bool, .array, .object: throw Self.damaged(path, "'\(setting.name)' is a text or a number")
        default: text = found.text()
        }
        if isProjects, !setting.isProjects {
            throw Self.damaged(
                path,
                "'\(setting.name)' is not for a project's file, which may come with somebody else's code",
                repair: "exo config set \(setting.name) …   for all your commands"
            )
        }
        if let objection = setting.objection(to: text) {
            throw Self.damaged(path, "'\(setting.name)' cannot be '\(text)': \(objection)")
        }
        return text
    }

    /// The names that mean nothing, so that a mistake is told.
    var unknownNames: [String] {
        let sections = [content] + profiles.compactMap { section($0) }
        return sections.flatMap(\.names).filter { $0 != "profiles" && Setting.named($0) == nil }
    }

    /// Changes a setting, or takes it out.
    mutating func set(_ setting: Setting, to value: String?, profile: String?) {
        var section = section(profile) ?? [:]
        section.members.removeAll { $0.name.lowercased() == setting.name }
        section[setting.name] = value.map { .string($0) }
        guard let profile else { return content = section }
        var profiles = content["profiles"]?.objectValue ?? [:]
        profiles[profile] = section.isEmpty ? nil : .object(section)
        content["profiles"] = profiles.isEmpty ? nil : .object(profiles)
    }

    /// Replaces the file as a whole.
    func write() throws {
        let elsewhere = "set XDG_CONFIG_HOME to a folder that can be written in"
        if let end = path.lastIndex(of: "/") {
            try PrivateFile.makeFolder(String(path[..<end]), elsewhere: elsewhere)
        }
        let text = JSONValue.object(content).text(indented: true) + "\n"
        try PrivateFile.replace(path, with: Array(text.utf8), elsewhere: elsewhere)
    }

    private func section(_ profile: String?) -> JSONObject? {
        guard let profile else { return content }
        return content["profiles"]?.objectValue?[profile]?.objectValue
    }

    private static func damaged(_ path: String, _ reason: String, repair: String? = nil) -> CommandError {
        CommandError(.usage, "the settings in \(path) cannot be used: \(reason)", repair: repair)
    }
}
