import EmulatorCore
import ExoJSON
import HTTPServer

/// The emulator that runs, as the commands of this program reach it.
struct RunningEmulator: Sendable {
    /// Where it listens, without a slash at the end.
    let url: String
    let authorityFile: String

    /// The emulator of a port of this machine, or at a URL that was given.
    init(_ asked: EmulatorArguments) {
        url = asked.url ?? EmulatorConfiguration.origin(of: asked.address, port: asked.frontPort)
        authorityFile = ServerIdentity.authorityFile(home: asked.home)
    }

    /// Calls the control API.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - path: What is called, below `/_emulator/`.
    ///   - body: The JSON body.
    /// - Returns: The reply.
    /// - Throws: ``EmulatorError`` when nothing answers, or with what is wrong with the call.
    func call(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
        guard PrivateFile.read(authorityFile) != nil else {
            throw EmulatorError(
                "No emulator has run with this home: there is no \(authorityFile). "
                    + "Start one with 'exo-emulator start', or name its home with --home."
            )
        }
        let answer: CurlProgram.Answer
        do {
            answer = try CurlProgram().send(
                CurlProgram.Call(
                    method: method,
                    url: "\(url)/_emulator/\(path)",
                    headers: method == "GET" ? [] : [.init("Content-Type", "application/json")],
                    body: body?.serialized(),
                    authorityFile: authorityFile,
                    seconds: 30,
                    isLocal: true
                )
            )
        } catch let error as EmulatorError {
            throw EmulatorError(
                "No emulator answers at \(url) (\(error.message)). Start one with 'exo-emulator start', "
                    + "or name the one that runs with --port or --url."
            )
        }
        let reply = try? JSONValue(parsing: answer.body)
        guard answer.status == 200, let reply else {
            let message = reply?["error"]?["message"]?.stringValue
            throw EmulatorError(
                message ?? "What answers at \(url) is no emulator of this version: it said \(answer.status)."
            )
        }
        return reply
    }
}
