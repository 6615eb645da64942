import ExchangeOnline
import ExoJSON
import TestSupport
import Testing

struct DamagedRowTests {
    @Test func aListingGoesOnAfterADamagedRowAndNamesIt() async throws {
        let first = #"{"@odata.nextLink":"\#(Page.link("a"))","value":[{"Name":"n0"},{"Name":"n1"}]}"#
        let second =
            #"{"value":[{"Name":"n2","Note":"a\ud83d"},{"Name":"n3","Size":36893488147419103232},{"Name":"n4"}]}"#
        let bench = Bench([.json(first), .json(second)])
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", resultSize: .unlimited))
        let objects = try outcome.objects
        #expect(objects.map { $0["Name"]?.stringValue } == ["n0", "n1", "n2", "n3", "n4"])
        #expect(objects[2]["Note"] == "a\u{FFFD}")
        #expect(objects[3]["Size"] == "36893488147419103232")
        #expect(
            outcome.warnings == [
                "row 3 (n2) has half a surrogate pair; U+FFFD stands in its place",
                "row 4 (n3) has a number of more than 64 bits; it is given as text",
            ]
        )
    }

    @Test func manyDamagedRowsAreNotAllNamed() async throws {
        let rows = Array(repeating: #"{"Note":"\ud83d"}"#, count: 30).joined(separator: ",")
        let outcome = try await Bench([.json(#"{"value":[\#(rows)]}"#)]).run(Cmdlet("Get-Mailbox"))
        #expect(outcome.rows.count == 30)
        #expect(outcome.warnings.count == 21)
        #expect(outcome.warnings.last?.hasPrefix("more rows were repaired") == true)
    }
}
