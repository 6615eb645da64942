import ExoTransport
import Testing

struct TraceContextTests {
    struct Case: CustomTestStringConvertible {
        var why: String
        var parent: String
        var isValid: Bool
        var testDescription: String { why }
    }

    static let trace = "0af7651916cd43dd8448eb211c80319c"
    static let span = "b7ad6b7169203331"
    static let valid = "00-\(trace)-\(span)-01"

    static let parents: [Case] = [
        Case(why: "the standard's example", parent: valid, isValid: true),
        Case(why: "not sampled", parent: "00-\(trace)-\(span)-00", isValid: true),
        Case(why: "a later version", parent: "cc-\(trace)-\(span)-01", isValid: true),
        Case(why: "a later version with more fields", parent: "cc-\(trace)-\(span)-01-what-else", isValid: true),
        Case(why: "version 0 with more fields", parent: "\(valid)-x", isValid: false),
        Case(why: "version 0 with a dash at the end", parent: "\(valid)-", isValid: false),
        Case(why: "the version that is forbidden", parent: "ff-\(trace)-\(span)-01", isValid: false),
        Case(why: "capitals", parent: "00-\(trace.uppercased())-\(span)-01", isValid: false),
        Case(why: "no trace", parent: "00-\(String(repeating: "0", count: 32))-\(span)-01", isValid: false),
        Case(why: "no parent", parent: "00-\(trace)-\(String(repeating: "0", count: 16))-01", isValid: false),
        Case(why: "a short trace", parent: "00-\(trace.dropLast())-\(span)-01", isValid: false),
        Case(why: "no flags", parent: "00-\(trace)-\(span)", isValid: false),
        Case(why: "another header behind it", parent: "cc-\(trace)-\(span)-01-\r\nX: y", isValid: false),
        Case(why: "nothing", parent: "", isValid: false),
    ]

    @Test(arguments: parents) func takesWhatTheStandardAllows(_ example: Case) {
        #expect((TraceContext(traceparent: example.parent) != nil) == example.isValid)
    }

    @Test(arguments: [
        "congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", "a=1, b=2 ,,c=3", "tenant@vendor=x y",
    ]) func keepsAState(_ state: String) {
        #expect(TraceContext(traceparent: Self.valid, tracestate: state)?.tracestate == state)
    }

    @Test(arguments: [
        "", "congo", "Congo=1", "a=1,a=2", "a=b=c", "a=\n", "a=1\r\nX: y", "=1",
        (0..<33).map { "k\($0)=v" }.joined(separator: ","), "a=" + String(repeating: "x", count: 511),
    ]) func leavesOutAStateThatIsNotValidAndKeepsTheParent(_ state: String) {
        let context = TraceContext(traceparent: Self.valid, tracestate: state)
        #expect(context?.traceparent == Self.valid)
        #expect(context?.tracestate == nil)
    }
}
