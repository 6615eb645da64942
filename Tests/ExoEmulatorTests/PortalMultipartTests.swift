import EmulatorCore
import HTTPServer
import Testing

@testable import EmulatorPortal

struct PortalMultipartTests {
    private static let boundary = "XyZ"

    private func read(_ text: String) -> MultipartBody? { MultipartBody(Array(text.utf8), boundary: Self.boundary) }

    @Test func readsFieldsAndFiles() throws {
        let body = try #require(
            read(
                """
                --XyZ\r\nContent-Disposition: form-data; name="token"\r\n\r\na\r\nb\r\n--XyZ\r\n\
                Content-Disposition: form-data; name="file"; filename="a;%22b=.cer"\r\n\
                Content-Type: application/x-x509-ca-cert\r\n\r\n--XyZ is not the end\r\n--XyZ\r\n\
                Content-Disposition: form-data; name=plain\r\n\r\n\r\n--XyZ--\r\n
                """
            )
        )
        #expect(body.fields.fields.map(\.name) == ["token", "plain"])
        #expect(body.fields["token"] == "a\r\nb")
        #expect(body.files.map(\.name) == ["a;\"b=.cer"])
        #expect(body.files.first?.field == "file")
        #expect(body.files.first?.bytes == Array("--XyZ is not the end".utf8))
    }

    @Test func keepsBytesThatAreNoText() throws {
        let bytes: [UInt8] = [0, 255, 13, 10, 45, 45, 88, 0]
        let head = Array("--XyZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n".utf8)
        let body = try #require(MultipartBody(head + bytes + Array("\r\n--XyZ--".utf8), boundary: Self.boundary))
        #expect(body.files.first?.bytes == bytes)
    }

    @Test(arguments: [
        "", "--XyZ", "--XyZ\r\n", "--XyZ\r\n\r\n", "--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", "--XyZ\r\nX: y\r\n\r\nx\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--XyZ?", "garbage", "--Xy\r\n",
    ])
    func refusesWhatIsNotWellFormed(_ text: String) { #expect(read(text) == nil) }

    @Test func refusesTooManyPartsAndTooMuchHeader() {
        let part = "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"
        #expect(read(String(repeating: part, count: 300) + "--XyZ--") == nil)
        let header = "X: " + String(repeating: "y", count: 5000)
        #expect(read("--XyZ\r\n\(header)\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--XyZ--") == nil)
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=abc", "abc" as String?), ("multipart/form-data; boundary=\"a b\"", "a b"),
        ("Multipart/Form-Data;charset=utf-8; BOUNDARY=x", "x"), ("multipart/form-data", nil),
        ("multipart/form-data; boundary=", nil), ("application/x-www-form-urlencoded; boundary=x", nil),
        ("multipart/form-data; boundary=" + String(repeating: "x", count: 71), nil),
    ])
    func findsTheBoundary(_ type: String, _ boundary: String?) {
        #expect(MultipartBody.boundary(ofType: type) == boundary)
    }
}
