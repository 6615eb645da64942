import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// Damaged calls of the control API: none brings the emulator down, and each is answered.
struct ControlMutationTests {
    private static let firstSeed: UInt64 = 20_261_127

    @Test func answersEveryCall() throws {
        let corpus = try ControlCorpus()
        // What replaces the store comes last.
        for sample in corpus.samples + corpus.heavySamples {
            let reply = corpus.emulator.respond(to: sample.request)
            let verdict = MutationVerdict(sample: sample, request: sample.request, reply: reply, foreignSecrets: [])
            #expect(verdict.faults == [], "\(sample.name): \(reply.text.prefix(300))")
            #expect(reply.status == 200, "\(sample.name): \(reply.status) \(reply.text.prefix(300))")
        }
    }

    @Test(arguments: 0..<4) func survivesDamagedCalls(_ round: Int) throws {
        let corpus = try ControlCorpus()
        try survive(corpus, corpus.samples, turns: 500, seed: Self.firstSeed &+ UInt64(round))
    }

    @Test func survivesDamagedCallsThatReplaceMuch() throws {
        let corpus = try ControlCorpus()
        try survive(corpus, corpus.heavySamples, turns: 120, seed: Self.firstSeed &+ 100)
    }

    private func survive(_ corpus: ControlCorpus, _ samples: [MutationSample], turns: Int, seed: UInt64) throws {
        var mutator = Mutator(seed: seed)
        for turn in 0..<turns {
            let sample = mutator.random.pick(samples)
            let request = mutator.damage(sample.request, others: samples)
            let reply = corpus.emulator.respond(to: request)
            // Elsewhere a fault may stand in the place of the answer, for the call that makes them was obeyed.
            guard request.pathSegments.first?.lowercased() == "_emulator" else { continue }
            let faults = MutationVerdict(sample: sample, request: request, reply: reply, foreignSecrets: []).faults
            let body = String(decoding: request.body.prefix(300), as: UTF8.self)
            #expect(
                faults == [],
                """
                seed \(seed), turn \(turn), \(sample.name): \(request.method) \(request.target.prefix(300)) \(body)
                → \(reply.status) \(reply.text.prefix(300))
                """
            )
        }
    }
}
