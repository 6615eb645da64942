import ExoJSON
import ExoRows
import Testing

@testable import ExchangeOnline

struct PageEnvelopeTests {
    private func envelope(_ text: String) throws -> PageEnvelope {
        var splitter = PageSplitter()
        _ = try splitter.consume(Array(text.utf8))
        return PageEnvelope(try splitter.finish())
    }

    @Test func readsWhatStandsOutsideTheRows() throws {
        let envelope = try envelope(
            #"{"@odata.context":"c","@adminapi.warnings":["one","two"],"value":[{"a":1}],"@odata.nextLink":"n","#
                + #""@adminapi.errors":[{"m":1}],"@adminapi.confirmationmessage":"Sure?","n":5}"#
        )
        #expect(envelope.nextLink == "n")
        #expect(envelope.warnings == ["one", "two"])
        #expect(envelope.errors == [["m": 1]])
        #expect(envelope.confirmationMessage == "Sure?")
        #expect(envelope.error == nil)
        #expect(envelope.hasValue)
        #expect(envelope.others == ["@odata.context": "c", "n": 5])
    }

    @Test func readsRefusalsAndSingleObjects() throws {
        let refusal = try envelope(#"{"error":{"code":"NotFound"}}"#)
        #expect(refusal.error?["code"] == "NotFound")
        #expect(!refusal.hasValue)
        let single = try envelope(#"{"Identity":"ada","value":7,"@adminapi.warnings":"bare"}"#)
        #expect(single.others == ["Identity": "ada", "value": 7])
        #expect(single.warnings == ["bare"])
    }
}
