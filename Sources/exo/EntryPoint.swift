import ExoCommands

@main
struct EntryPoint {
    static func main() async { await ExoProgram.main() }
}
