import ExoJQ
import Testing

struct JQProgramTests {
    private func results(_ program: JQProgram, _ json: String) throws -> [String] {
        var results: [String] = []
        try program.run(on: Array(json.utf8)[...]) { results.append(String(decoding: $0, as: UTF8.self)) }
        return results
    }

    @Test func oneProgramRunsOnManyValues() throws {
        let program = try JQProgram(".a[]?")
        for number in 0..<2000 {
            #expect(try results(program, "{\"a\":[\(number),\"x\"]}") == ["\(number)", "\"x\""])
        }
        #expect(try results(program, "{}") == [])
    }

    @Test func aFailureComesAfterTheResultsBeforeItAndTheProgramGoesOn() throws {
        let program = try JQProgram(".[] | 1 / .")
        var results: [String] = []
        let error = #expect(throws: JQError.self) {
            try program.run(on: Array("[1,2,0,4]".utf8)[...]) { results.append(String(decoding: $0, as: UTF8.self)) }
        }
        #expect(results == ["1", "0.5"])
        #expect(error == .failed("number (1) and number (0) cannot be divided because the divisor is zero"))
        #expect(try self.results(program, "[4]") == ["0.25"])
    }

    @Test func whatIsNoProgramIsSaid() {
        let error = #expect(throws: JQError.self) { _ = try JQProgram("nothing(1)") }
        guard case .noProgram(let lines)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(lines.first?.hasPrefix("jq: error: nothing/1 is not defined") == true, "\(lines)")
        #expect(throws: JQError.self) { _ = try JQProgram(".\0") }
    }

    @Test func haltEndsWithItsStatusAndText() throws {
        let program = try JQProgram("\"bye\" | halt_error(3)")
        #expect(throws: JQError.halted(status: 3, message: "bye")) { try results(program, "1") }
        #expect(throws: JQError.halted(status: 0, message: "")) { try results(JQProgram("halt"), "1") }
    }

    @Test func whatIsNoJSONIsSaid() throws {
        #expect(throws: JQError.self) { try results(JQProgram("."), "{") }
    }
}
