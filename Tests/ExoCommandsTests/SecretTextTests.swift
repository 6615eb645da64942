@testable import EntraTokens
@testable import ExoCommands
import TestSupport
import Testing

struct SecretTextTests {
    @Test func leavesOutWhatIsShapedLikeAToken() {
        let token = TestToken.user()
        #expect(SecretText.redacted("before \(token), after") == "before [token not shown], after")
        #expect(SecretText.redacted("'\(token)'") == "'[token not shown]'")
        #expect(
            SecretText.redacted("the monkeyJungle and eyJ stay as they were")
                == "the monkeyJungle and eyJ stay as they were"
        )
    }

    @Test func aTokenTypedAsAWordIsNotRepeated() async throws {
        let token = TestToken.user()
        for words in [["connection", "use", token], [token], ["connection", "list", token], ["--\(token)"]] {
            let outcome = try await TestRun().run(words)
            #expect(outcome.code == .usage)
            #expect(!outcome.errors.contains(token.prefix(30)), "said: \(outcome.errors)")
        }
    }
}
