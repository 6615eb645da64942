import ExchangeOnline
import ExoJSON
import TestSupport
import Testing

struct EntityReplyTests {
    private static let context = #""@odata.context":"https://outlook.office365.com/$metadata#Mailbox/$entity""#

    @Test func aReplyThatIsOneEntityIsOneRow() async throws {
        let reply =
            "{\(Self.context),\"@adminapi.warnings\":[\"mind\"],\r\n\"Name\":\"ada\",\"Guid@data.type\":\"System.Guid\"}"
        let outcome = try await Bench([.json(reply)]).run(Cmdlet("Get-Mailbox"))
        #expect(try outcome.objects == [["Name": "ada"]])
        #expect(outcome.warnings == ["mind"])
    }

    @Test func aPropertyNamedErrorIsNoRefusal() async throws {
        let reply = #"{\#(Self.context),"Name":"job","Error":{"code":"x"}}"#
        let outcome = try await Bench([.json(reply)]).run(Cmdlet("Get-MigrationUser"))
        #expect(try outcome.objects == [["Name": "job", "Error": ["code": "x"]]])
    }

    @Test func theServicesErrorMemberIsARefusal() async throws {
        let reply = #"{"error":{"code":"NotFound","message":"gone"},"value":[]}"#
        let error = await #expect(throws: ExchangeError.self) {
            try await Bench([.json(reply)]).run(Cmdlet("Get-Mailbox"))
        }
        #expect(error?.message.contains("gone") == true)
    }

    @Test(arguments: [
        #"{\#(context)}"#, #"{\#(context),"value":null}"#, #"{\#(context),"@adminapi.warnings":[]}"#,
        #"{\#(context),"value":[]}"#,
    ])
    func aPageWithoutRowsIsNoEntity(_ reply: String) async throws {
        #expect(try await Bench([.json(reply)]).run(Cmdlet("Get-Mailbox")).rows.isEmpty)
    }
}
