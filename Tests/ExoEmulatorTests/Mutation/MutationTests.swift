import EmulatorCore
import HTTPServer
import Testing

@testable import EmulatorEntra
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Ten thousand damaged requests: none brings the emulator down, and each is answered in the form of its service.
///
/// `EXO_MUTATION_SEED` and `EXO_MUTATION_COUNT` repeat or lengthen a run.
struct MutationTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let firstSeed = environment["EXO_MUTATION_SEED"].flatMap { UInt64($0) } ?? 20_261_125
    private static let count = environment["EXO_MUTATION_COUNT"].flatMap { Int($0) } ?? 10_000
    private static let rounds = 20

    @Test func answersEveryRequestOfTheCorpus() throws {
        let corpus = try MutationCorpus()
        for sample in corpus.samples {
            let reply = corpus.emulator.respond(to: sample.request)
            let verdict = MutationVerdict(sample: sample, request: sample.request, reply: reply, foreignSecrets: [])
            #expect(verdict.faults == [], "\(sample.name)")
            #expect(!sample.succeeds || reply.status < 400, "\(sample.name): \(reply.status) \(reply.text)")
        }
    }

    @Test func answersEveryPathThatIsCutOff() throws {
        let corpus = try MutationCorpus()
        var asked: Set<String> = []
        for sample in corpus.samples {
            let segments = sample.request.rawPath.split(separator: "/")
            for count in 0...segments.count {
                let path = "/" + segments.prefix(count).joined(separator: "/")
                for target in [path, path + "/"] where asked.insert("\(sample.request.method) \(target)").inserted {
                    for isBare in [false, true] {
                        var request = sample.request
                        request.target = target
                        if isBare { request.headers.removeAll { $0.name == "Authorization" || $0.name == "Cookie" } }
                        let reply = corpus.emulator.respond(to: request)
                        let verdict = MutationVerdict(
                            sample: sample,
                            request: request,
                            reply: reply,
                            foreignSecrets: Self.exposed(by: request, of: sample)
                        )
                        #expect(
                            verdict.faults == [],
                            "\(request.method) \(target): \(reply.status) \(reply.text.prefix(300))"
                        )
                    }
                }
            }
        }
        #expect(asked.count > 200)
    }

    @Test(arguments: 0..<rounds) func survivesDamagedRequests(_ round: Int) throws {
        let seed = Self.firstSeed &+ UInt64(round)
        let corpus = try MutationCorpus()
        var mutator = Mutator(seed: seed)
        for turn in 0..<Self.count / Self.rounds {
            let sample = mutator.random.pick(corpus.samples)
            let request = mutator.damage(sample.request, others: corpus.samples)
            let reply = corpus.emulator.respond(to: request)
            let faults = MutationVerdict(
                sample: sample,
                request: request,
                reply: reply,
                foreignSecrets: Self.exposed(by: request, of: sample)
            ).faults
            #expect(
                faults == [],
                "seed \(seed), turn \(turn), \(sample.name): \(Self.shown(request))\n→ \(reply.status) \(reply.text.prefix(300))"
            )
        }
    }

    // Damage may move a secret to where everybody would show it: into the path, or under the name of something else.
    private static func exposed(by request: ServerRequest, of sample: MutationSample) -> Set<String> {
        let secretNames: Set = [
            "client_secret", "password", "code", "refresh_token", "client_assertion", "assertion", "device_code",
        ]
        let shown =
            request.query.fields.map(\.value)
            + request.form.fields.filter { !secretNames.contains($0.name) }.flatMap { [$0.name, $0.value] }
        return Set(sample.secrets.filter { secret in shown.contains { $0.contains(secret) } })
    }

    private static func shown(_ request: ServerRequest) -> String {
        let headers = request.headers.map { "\($0.name): \($0.value.prefix(60))" }.joined(separator: " | ")
        let body = String(decoding: request.body.prefix(600), as: UTF8.self)
        return "\(request.method) \(request.target.prefix(600)) [\(headers)] \(body)"
    }
}
