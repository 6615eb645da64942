import ExoCommands
import Testing

/// Settings of files, below options and variables.
struct ConfigTests {
    private let run: TestRun

    init() throws { run = try TestRun() }

    @Test func aSettingIsWrittenReadAndTakenOut() async throws {
        #expect(await run("config", "get", "output").code == .failed)
        #expect(await run("config", "set", "Output", "csv").code == .done)
        #expect(await run("config", "get", "output").output == "csv\n")
        #expect(try run.mode(".config/exo/config.json") == 0o600)
        #expect(await run("cmdlet", "list", "get-mailboxp").output.hasPrefix("Name,Services"))
        #expect(await run("config", "unset", "output").code == .done)
        #expect(await run("cmdlet", "list", "get-mailboxp").output.hasPrefix("["))
        #expect(try run.content(".config/exo/config.json") == "{}\n")
    }

    @Test func anOptionBeatsAVariableAndThatTheFiles() async throws {
        try run.file(".config/exo/config.json", #"{"output": "csv"}"#)
        run.environment["EXO_OUTPUT"] = "ndjson"
        #expect(await run("cmdlet", "list", "get-mailboxp").output.hasPrefix("{"))
        #expect(await run("cmdlet", "list", "get-mailboxp", "-o", "json").output.hasPrefix("["))
        let note = await run("config", "set", "output", "list").errors
        #expect(note == "EXO_OUTPUT=ndjson counts more than the file while it is set\n")
    }

    @Test func theProjectsFileBeatsTheUsersAndAProfileBeatsBothWithoutOne() async throws {
        try run.file(".config/exo/config.json", #"{"output": "csv", "profiles": {"audit": {"output": "ndjson"}}}"#)
        try run.file("work/.exo.json", #"{"output": "list", "timeout": 30}"#)
        run.workingFolder = run.folder + "/work/deep/er"
        #expect(await run("cmdlet", "list", "get-mailboxp").output.hasPrefix("Name"))
        let explained = await run("config", "explain", "-o", "ndjson", "--profile", "audit").output
        #expect(explained.contains(#""Setting":"output","Value":"list","Source":"\#(run.folder)/work/.exo.json""#))
        #expect(explained.contains(#""Setting":"timeout","Value":"30""#))
        #expect(explained.contains("960 for most"))
        #expect(explained.contains(#""Setting":"cloud","Value":null,"Source":"default","Default":"commercial""#))
        #expect(
            await run("config", "path").output
                == "\(run.folder)/work/.exo.json\n\(run.folder)/.config/exo/config.json\n"
        )
        run.workingFolder = nil
        #expect(await run("cmdlet", "list", "get-mailboxp", "--profile", "audit").output.hasPrefix("{"))
        run.environment["EXO_PROFILE"] = "audit"
        #expect(await run("cmdlet", "list", "get-mailboxp").output.hasPrefix("{"))
        let unknown = await run("cmdlet", "list", "--profile", "audti")
        #expect(unknown.code == .usage)
        #expect(unknown.errors.contains("did you mean audit?"))
    }

    @Test func aProfileIsWrittenByItsName() async throws {
        #expect(await run("config", "set", "connection", "contoso-audit", "--profile", "audit").code == .done)
        #expect(try run.content(".config/exo/config.json").contains(#""audit""#))
        #expect(await run("config", "get", "connection").code == .failed)
        #expect(await run("config", "get", "connection", "--profile", "audit").output == "contoso-audit\n")
    }

    @Test func theConnectionOfTheFileIsTheOneThatIsMeant() async throws {
        #expect(await run.connect().code == .done)
        try run.file(".config/exo/config.json", #"{"connection": "nowhere"}"#)
        let outcome = await run("connection", "show")
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains("there is no connection 'nowhere'"))
    }

    /// A project's file may come from anybody.
    @Test(arguments: ["ca-file", "cloud"])
    func aProjectDoesNotSayWhereTokensGo(name: String) async throws {
        try run.file(".exo.json", #"{"\#(name)": "china"}"#)
        run.workingFolder = run.folder
        let outcome = await run("cmdlet", "list")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("'\(name)' is not for a project's file"))
        #expect(outcome.output == "")
    }

    @Test func aFileThatOthersMayWriteIsNotBelieved() async throws {
        try run.file(".exo.json", #"{"output": "csv"}"#, mode: 0o666)
        run.workingFolder = run.folder
        let outcome = await run("cmdlet", "list")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("others may write it"))
    }

    @Test(arguments: [
        ("{", "cannot be used"), ("[]", "it is not a JSON object"), (#"{"output": "xml"}"#, "'output' cannot be 'xml'"),
        (#"{"page-size": 0}"#, "it is a number from 1 to 1000"), (#"{"output": ["csv"]}"#, "is a text or a number"),
        (#"{"output": ""}"#, "it is empty"),
    ])
    func aDamagedFileIsNamed(content: String, reason: String) async throws {
        try run.file(".config/exo/config.json", content)
        let outcome = await run("cmdlet", "list")
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(reason) && outcome.errors.contains("config.json"), "\(outcome.errors)")
        #expect(await run("config", "path").code == .done)
        #expect(await run("--version").code == .done)
    }

    @Test func aNameThatMeansNothingIsTold() async throws {
        try run.file(".config/exo/config.json", #"{"ouput": "csv"}"#)
        let outcome = await run("cmdlet", "list", "get-mailboxp")
        #expect(outcome.code == .done)
        #expect(outcome.errors.contains("there is no setting 'ouput'; did you mean output?"))
        #expect(await run("config", "set", "ouput", "csv").code == .usage)
        #expect(await run("config", "set", "output", "xml").code == .usage)
    }
}
