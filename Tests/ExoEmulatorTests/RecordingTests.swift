import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A recorder before another emulator, as before a real endpoint, and what answers from its recording.
@Suite(.timeLimit(.minutes(10)))
struct RecordingTests {
    /// The real endpoint, the recorder before it, and where the recording goes.
    private final class Stand {
        let home: TemporaryFolder
        let endpoint: Emulator
        let recorder: RecordingServer
        var path: String { home.path + "/seen.ndjson" }

        init(limit: Int = 1 << 24) throws {
            home = try TemporaryFolder()
            var configuration = try EmulatorConfiguration.temporary()
            configuration.frontPort = 0
            configuration.regionalPort = 0
            endpoint = try SeededStore.emulator(configuration)
            try endpoint.start()
            recorder = try RecordingServer(
                .record(upstream: endpoint.url, authorityFile: endpoint.certificateAuthorityFile, limit: limit),
                file: home.path + "/seen.ndjson",
                home: home.path,
                address: "127.0.0.1",
                port: 0,
                log: { _ in }
            )
            try recorder.start()
        }

        func stop() async {
            await recorder.stop()
            await endpoint.stop()
        }
    }

    private static let automation = Seed.appID(2)

    private func send(
        _ method: String,
        _ url: String,
        _ headers: [(String, String)] = [],
        body: String? = nil,
        home: String
    ) throws -> CurlProgram.Answer {
        try CurlProgram().send(
            CurlProgram.Call(
                method: method,
                url: url,
                headers: headers.map { .init($0.0, $0.1) },
                body: body.map { Array($0.utf8) },
                authorityFile: home + "/ca.pem",
                seconds: 60,
                isLocal: true
            )
        )
    }

    private func token(at base: String, home: String) throws -> (answer: CurlProgram.Answer, token: String) {
        let form = EntraBench.encoded([
            ("grant_type", "client_credentials"), ("client_id", Self.automation),
            ("client_secret", "emulator-automation-secret"), ("scope", "https://outlook.office365.com/.default"),
        ])
        let answer = try send(
            "POST",
            base + "/contoso.com/oauth2/v2.0/token",
            [("Content-Type", "application/x-www-form-urlencoded")],
            body: form,
            home: home
        )
        return (answer, try JSONValue(parsing: answer.body)["access_token"]?.stringValue ?? "")
    }

    private func cmdlet(
        _ name: String,
        _ parameters: String,
        at url: String,
        token: String,
        home: String
    ) throws -> (status: Int, body: JSONValue) {
        let answer = try send(
            "POST",
            url,
            [
                ("Authorization", "Bearer \(token)"), ("Content-Type", "application/json"),
                ("Cookie", "a=cookie-secret"),
                ("X-AnchorMailbox", "UPN:OAuthUser@contoso.onmicrosoft.com"), ("Prefer", "odata.maxpagesize=3"),
                ("X-CmdletName", name),
            ],
            body: #"{"CmdletInput":{"CmdletName":"\#(name)","Parameters":\#(parameters)}}"#,
            home: home
        )
        return (answer.status, try JSONValue(parsing: answer.body))
    }

    private func withStand(limit: Int = 1 << 24, _ body: (Stand) async throws -> Void) async throws {
        let stand = try Stand(limit: limit)
        do { try await body(stand) } catch {
            await stand.stop()
            throw error
        }
        await stand.stop()
    }

    @Test func keepsExchangesWithoutWhoTheyWereAbout() async throws {
        try await withStand { stand in
            let (answer, token) = try token(at: stand.recorder.url, home: stand.home.path)
            #expect(answer.status == 200 && token.count > 500)
            let call = stand.recorder.url + "/adminapi/beta/\(Seed.contosoID)/InvokeCommand"
            let set = try cmdlet(
                "Set-Mailbox",
                #"{"Identity":"adele@contoso.com","Office":"Room Nine-Eleven","CustomAttribute1":"Blue Whale"}"#,
                at: call,
                token: token,
                home: stand.home.path
            )
            #expect(set.status == 200)
            let first = try cmdlet("Get-Mailbox", "{}", at: call, token: token, home: stand.home.path)
            #expect(first.body["value"]?.arrayValue?.count == 3)
            let next = try #require(first.body["@odata.nextLink"]?.stringValue)
            // The client stays here, whatever the endpoint calls itself.
            #expect(next.hasPrefix(stand.recorder.url))
            let second = try cmdlet("Get-Mailbox", "{}", at: next, token: token, home: stand.home.path)
            #expect(second.status == 200)
            let found = try cmdlet(
                "Get-User",
                #"{"Identity":"adele@contoso.com"}"#,
                at: call,
                token: token,
                home: stand.home.path
            )
            #expect(found.body["value"]?[0]?["DisplayName"] == "Adele Vance")

            let text = String(decoding: try #require(stand.home.bytes(of: "seen.ndjson")), as: UTF8.self)
            #expect(text.split(separator: "\n").count == 5)
            let mode = try FileManager.default.attributesOfItem(atPath: stand.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let lower = text.lowercased()
            for name in [
                "adele", "vance", "contoso", Seed.contosoID, Self.automation, "Room Nine-Eleven", "Blue Whale",
                "emulator-automation-secret", "cookie-secret", token, String(token.split(separator: ".")[2]),
                stand.endpoint.url,
            ] {
                #expect(!lower.contains(name.lowercased()), "\(name) is in the recording")
            }
            for kept in ["Get-Mailbox", "UserMailbox", "client_credentials", "odata.maxpagesize=3"] {
                #expect(text.contains(kept), "\(kept) is not in the recording")
            }
        }
    }

    @Test func answersFromARecording() async throws {
        try await withStand { stand in
            let home = stand.home.path
            let (_, token) = try token(at: stand.recorder.url, home: home)
            let call = "/adminapi/beta/\(Seed.contosoID)/InvokeCommand"
            let recorded = try cmdlet("Get-Mailbox", "{}", at: stand.recorder.url + call, token: token, home: home)
            let link = try #require(recorded.body["@odata.nextLink"]?.stringValue)
            let further = try cmdlet("Get-Mailbox", "{}", at: link, token: token, home: home)
            await stand.recorder.stop()

            let player = try RecordingServer(
                .replay,
                file: stand.path,
                home: home,
                address: "127.0.0.1",
                port: 0,
                log: { _ in }
            )
            try player.start()
            do {
                let (answer, replayed) = try self.token(at: player.url, home: home)
                #expect(answer.status == 200)
                let claims = try #require(JSONWebToken(replayed)).claims
                #expect(claims["tid"]?.stringValue?.hasPrefix("00000000-0000-4000-8000-") == true)
                let first = try cmdlet("Get-Mailbox", "{}", at: player.url + call, token: replayed, home: home)
                #expect(first.body["value"]?.arrayValue?.count == 3)
                #expect(first.body["value"]?[0]?["RecipientTypeDetails"] == "UserMailbox")
                let next = try #require(first.body["@odata.nextLink"]?.stringValue)
                #expect(next.hasPrefix(player.url))
                let second = try cmdlet("Get-Mailbox", "{}", at: next, token: replayed, home: home)
                #expect(second.body["value"]?.arrayValue?.count == further.body["value"]?.arrayValue?.count)
                #expect(second.body["value"]?[0] != first.body["value"]?[0])
                let unknown = try cmdlet("Get-Contact", "{}", at: player.url + call, token: replayed, home: home)
                #expect(unknown.status == 501)
                #expect(unknown.body["error"]?["message"]?.stringValue?.contains("Get-Contact") == true)
            } catch {
                await player.stop()
                throw error
            }
            await player.stop()
        }
    }

    @Test func stopsKeepingWhenTheFileIsFull() async throws {
        try await withStand(limit: 4000) { stand in
            for _ in 0..<4 {
                let answer = try send(
                    "GET",
                    stand.recorder.url + "/contoso.com/v2.0/.well-known/openid-configuration",
                    home: stand.home.path
                )
                #expect(answer.status == 200)
            }
            let bytes = try #require(stand.home.bytes(of: "seen.ndjson"))
            #expect(bytes.count <= 4000)
            #expect(bytes.isEmpty || bytes.last == UInt8(ascii: "\n"))
        }
    }

    @Test func writesOverNoFileAndReadsNoOther() throws {
        let home = try TemporaryFolder()
        home.write(Array("not a recording\n".utf8), to: "seen.ndjson")
        let there = #expect(throws: EmulatorError.self) { try RecordingFile(home.path + "/seen.ndjson", limit: 1000) }
        #expect(there?.message.contains("it is there already") == true)
        let foreign = #expect(throws: EmulatorError.self) { try Replayer(home.path + "/seen.ndjson") }
        #expect(foreign?.message.contains("line 1") == true)
        #expect(throws: EmulatorError.self) { try Replayer(home.path + "/missing.ndjson") }
    }

    @Test func replacesTheSameByTheSame() throws {
        var scrubber = Scrubber(upstream: "https://real.example.net", own: "https://localhost:1")
        func exchange(_ body: String, _ reply: String) -> (sent: JSONValue, got: JSONValue) {
            let recorded = scrubber.scrubbed(
                ServerRequest(
                    method: "POST",
                    target: "/adminapi/beta/fabrikam.org/InvokeCommand",
                    headers: [.init("Content-Type", "application/json")],
                    body: Array(body.utf8)
                ),
                CurlProgram.Answer(
                    status: 200,
                    headers: [.init("Content-Type", "application/json"), .init("Set-Cookie", "s=secret")],
                    body: Array(reply.utf8)
                )
            )
            guard case .json(let sent) = recorded.body, case .json(let got) = recorded.reply else {
                return (.null, .null)
            }
            #expect(recorded.replyHeaders.count == 1)
            return (sent, got)
        }
        let first = exchange(
            #"{"CmdletInput":{"CmdletName":"Get-User","Parameters":{"Identity":"Zoë Quill"}}}"#,
            #"{"value":[{"DisplayName":"Zoë Quill","Alias":"zoe.q","WindowsEmailAddress":"zoe.q@fabrikam.org","#
                + #""DistinguishedName":"CN=Zoë Quill,OU=fabrikam.org","Guid":"9f8e7d6c-5b4a-4321-8765-0123456789ab","#
                + #""Notes":"asked by ZOE.Q@FABRIKAM.ORG, see Zoë Quill.","Password":"Hunter22","AccessToken":"opaque"}]}"#
        )
        let row = try #require(first.got["value"]?[0])
        let name = try #require(row["DisplayName"]?.stringValue)
        #expect(first.sent["CmdletInput"]?["Parameters"]?["Identity"]?.stringValue == name)
        let address = try #require(row["WindowsEmailAddress"]?.stringValue)
        #expect(address.hasSuffix(".example") && address.hasPrefix("\(row["Alias"]?.stringValue ?? "?")@"))
        #expect(row["DistinguishedName"]?.stringValue == "CN=\(name),OU=\(address.split(separator: "@")[1])")
        #expect(row["Password"] == "removed" && row["AccessToken"] == "removed")
        for word in ["Zoë", "Quill", "zoe.q", "fabrikam", "9f8e7d6c", "Hunter22", "opaque"] {
            #expect(!first.got.text().lowercased().contains(word.lowercased()), "\(word)")
        }
        let token = "eyJhbGciOiJub25lIn0.eyJvaWQiOiI5ZjhlN2Q2YyJ9.c2lnbmF0dXJl"
        let third = exchange(
            #"{"CmdletInput":{"CmdletName":"Set-User","Parameters":{"PictureData":[80,75,3,4,5]},"Authorization":"Basic eg=="}}"#,
            #"{"@adminapi.warnings":["see https://a.example/#id_token=\#(token)"],"value":[{"UserKey":12345678}]}"#
        )
        #expect(third.sent["CmdletInput"]?["Parameters"]?["PictureData"] == [])
        #expect(third.sent["CmdletInput"]?["Authorization"] == "removed")
        let warning = try #require(third.got["@adminapi.warnings"]?[0]?.stringValue, "\(third.got.text())")
        #expect(warning.hasPrefix("see https://") && !warning.contains(token))
        #expect(third.got["value"]?[0]?["UserKey"] == "removed")
        let second = exchange(
            #"{"CmdletInput":{"CmdletName":"Get-User","Parameters":{"Filter":"DisplayName -eq 'Zoë Quill'"}}}"#,
            #"{"value":[{"Guid":"9F8E7D6C-5B4A-4321-8765-0123456789AB"}]}"#
        )
        #expect(second.got["value"]?[0]?["Guid"] == row["Guid"])
        #expect(second.sent["CmdletInput"]?["Parameters"]?["Filter"]?.stringValue == "DisplayName -eq '\(name)'")
    }

    @Test func readsTabsInHeaderFields() throws {
        let line =
            #"{"method":"GET","target":"/a","headers":[["Accept","a\tb"]],"body":null,"status":200,"#
            + #""replyHeaders":[],"reply":null}"#
        #expect(RecordedExchange(Array(line.utf8)) != nil)
        #expect(RecordedExchange(Array(line.replacing("\\t", with: "\\n").utf8)) == nil)
    }

    @Test(arguments: ["record", "replay", "export", "import"])
    func tellsHowACommandIsUsed(_ command: String) throws {
        for word in ["--help", "-h"] {
            guard case .help = try EmulatorArguments([command, word], environment: ["HOME": "/h"]).command else {
                Issue.record("\(command) \(word) is no question for help")
                continue
            }
        }
    }

    @Test func aClientSignsInToARecordingOfExchangeAlone() async throws {
        let home = try TemporaryFolder()
        let tenant = "00000000-0000-4000-8000-000000000001"
        let line =
            #"{"method":"POST","target":"/adminapi/beta/\#(tenant)/InvokeCommand","headers":[],"body":{"json":"#
            + #"{"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{}}}},"status":200,"replyHeaders":"#
            + #"[["Content-Type","application/json"]],"reply":{"json":{"value":[{"Name":"Name 1"}]}}}"#
        home.write(Array("\(line)\n".utf8), to: "seen.ndjson")
        let player = try Replayer(home.path + "/seen.ndjson")
        func ask(_ method: String, _ target: String, _ type: String, _ body: String) throws -> JSONValue {
            let reply = player.respond(
                to: ServerRequest(
                    method: method,
                    target: target,
                    headers: [.init("Host", "localhost:1"), .init("Content-Type", type)],
                    body: Array(body.utf8)
                )
            )
            #expect(reply.status == 200, "\(reply.text)")
            return try JSONValue(parsing: reply.body)
        }
        let found = try ask("GET", "/domain1.example/v2.0/.well-known/openid-configuration", "", "")
        #expect(found["issuer"] == .string("https://localhost:1/\(tenant)/v2.0"))
        let endpoint = try #require(found["token_endpoint"]?.stringValue?.dropFirst("https://localhost:1".count))
        let form = "grant_type=client_credentials&client_id=x&scope=https%3A%2F%2Foutlook.office365.com%2F.default"
        let token = try ask("POST", String(endpoint), "application/x-www-form-urlencoded", form)
        let claims = try #require(JSONWebToken(token["access_token"]?.stringValue ?? "")).claims
        #expect(claims["tid"] == .string(tenant) && claims["aud"] == "https://outlook.office365.com")
        #expect(claims["roles"] == ["Exchange.ManageAsApp"])
        let call = #"{"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{}}}"#
        let rows = try ask("POST", "/adminapi/beta/\(tenant)/InvokeCommand", "application/json", call)
        #expect(rows["value"]?[0]?["Name"] == "Name 1")
    }
}
