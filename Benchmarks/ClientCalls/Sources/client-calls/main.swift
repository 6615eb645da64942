// What one call costs on a connection that stays open, and what connections cost that do nothing.
// Usage: client-calls warm COUNT | idle COUNT, with the emulator's port, its authority and a token in the environment.
import ExchangeOnline
import Foundation

let environment = ProcessInfo.processInfo.environment

/// A line of the process's own account in kilobytes.
func kilobytes(_ name: String) throws -> Int {
    let account = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = account.split(separator: "\n").first { $0.hasPrefix("\(name):") }
    return line.flatMap { Int($0.split(separator: " ", omittingEmptySubsequences: true)[1]) } ?? 0
}

let cloud = Cloud.emulator(
    port: Int(environment["EXO_EMULATOR_PORT"] ?? "") ?? 8443,
    authorities: environment["EXO_CA_FILE"]
)
let token = try AccessToken(environment["EXO_ACCESS_TOKEN"] ?? "")
let client = ExchangeClient()

func connect() async throws -> ExchangeConnection {
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

let arguments = CommandLine.arguments
let count = Int(arguments.last ?? "") ?? 0
switch arguments.dropFirst().first {
case "warm":
    let connection = try await connect()
    let call = Cmdlet("Get-OrganizationConfig")
    for _ in 0..<50 { _ = try await connection.run(call) }
    let clock = ContinuousClock()
    var times: [Duration] = []
    for _ in 0..<count { times.append(try await clock.measure { _ = try await connection.run(call) }) }
    times.sort()
    print(times[times.count / 2] / .microseconds(1))
case "idle":
    _ = try await connect().run("Get-OrganizationConfig")
    let before = try kilobytes("VmRSS")
    var connections: [ExchangeConnection] = []
    for _ in 0..<count { connections.append(try await connect()) }
    let made = try kilobytes("VmRSS") - before
    for connection in connections { _ = try await connection.run("Get-AcceptedDomain") }
    let used = try kilobytes("VmRSS") - before
    print("\(count) idle connections: \(made / 1024) MB made, \(used / 1024) MB after one call each")
    withExtendedLifetime(connections) {}
default:
    print("usage: client-calls warm COUNT | idle COUNT")
}
