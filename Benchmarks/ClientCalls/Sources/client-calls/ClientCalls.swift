import ExchangeOnline
import Foundation

/// What one call costs on a connection that stays open, what connections cost that do nothing, and whether connections to many
/// tenants see anything of each other.
///
/// The emulator's port and its authority are in the environment, and for `warm` and `idle` a token.
@main
enum ClientCalls {
    private static let usage = """
        usage: client-calls warm COUNT | idle COUNT | interleaved CALLS TASKS DOMAINS-FILE SECRET-FILE
        """

    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count > 1, let count = Int(words[1]) else { return complain(usage) }
        switch words[0] {
        case "warm": try await warm(count)
        case "idle": try await idle(count)
        case "interleaved" where words.count == 5:
            let run = try InterleavedRun(
                cloud: cloud,
                hosts: ["localhost:\(port)", "localhost:\(regionalPort)"],
                domains: String(contentsOfFile: words[3], encoding: .utf8).split(separator: "\n").map(String.init),
                secret: Array(Data(contentsOf: URL(fileURLWithPath: words[4]))),
                calls: count,
                tasks: Int(words[2]) ?? 1
            )
            let found = try await run.foreignSights()
            for complaint in found.complaints.prefix(20) { complain(complaint) }
            // What was sent to whom, for the emulator's log to be held against.
            for (tenant, requests) in found.requests.sorted(by: { $0.key < $1.key }) { print(tenant, requests) }
            if !found.complaints.isEmpty { exit(1) }
        default: complain(usage)
        }
    }

    private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    private static var port: Int { Int(environment["EXO_EMULATOR_PORT"] ?? "") ?? 8443 }
    private static var regionalPort: Int { Int(environment["EXO_EMULATOR_REGIONAL_PORT"] ?? "") ?? 8444 }

    private static var cloud: Cloud {
        Cloud.emulator(
            port: port,
            regionalPort: regionalPort,
            authorities: environment["EXO_CA_FILE"]
        )
    }

    private static func connect(_ client: ExchangeClient, _ token: AccessToken) async throws -> ExchangeConnection {
        try await client.connect(
            ConnectionRequest(
                cloud: cloud,
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(token),
                remembered: .init(tenantID: environment["EXO_TENANT"]),
                verifiesAccess: false
            )
        )
    }

    private static func warm(_ count: Int) async throws {
        let connection = try await connect(ExchangeClient(), AccessToken(environment["EXO_ACCESS_TOKEN"] ?? ""))
        let call = Cmdlet("Get-OrganizationConfig")
        for _ in 0..<50 { _ = try await connection.run(call) }
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<count {
            let start = clock.now
            _ = try await connection.run(call)
            times.append(start.duration(to: clock.now))
        }
        times.sort()
        print(times[times.count / 2] / Duration.microseconds(1))
    }

    private static func idle(_ count: Int) async throws {
        let client = ExchangeClient()
        let token = try AccessToken(environment["EXO_ACCESS_TOKEN"] ?? "")
        _ = try await connect(client, token).run("Get-OrganizationConfig")
        let before = try residentKilobytes()
        var connections: [ExchangeConnection] = []
        for _ in 0..<count { connections.append(try await connect(client, token)) }
        let made = try residentKilobytes() - before
        for connection in connections { _ = try await connection.run("Get-AcceptedDomain") }
        let used = try residentKilobytes() - before
        print("\(count) idle connections: \(made / 1024) MB made, \(used / 1024) MB after one call each")
        withExtendedLifetime(connections) {}
    }

    /// The memory of this process, by its own account.
    private static func residentKilobytes() throws -> Int {
        let account = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = account.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    }
}
