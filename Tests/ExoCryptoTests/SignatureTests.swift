import ExoCrypto
import TestSupport
import Testing

struct SignatureTests {
    // RFC 7515, appendix A.2.
    private let input =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    private let signature = """
        cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUA\
        r7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO-\
        -xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_\
        IoypGlUPQGe77Rw
        """
    private let modulus = """
        ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS\
        -pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2C\
        apHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb\
        54h4FRWyuXpoQ
        """

    @Test func signsAsTheExampleOfTheStandard() throws {
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        #expect(try Base64URL.encode(key.sign(input.utf8, algorithm: .rs256)) == signature)
    }

    @Test func verifiesTheExampleOfTheStandardWithTheNumbersOfItsKey() throws {
        let numbers = try #require(Base64URL.decode(modulus))
        let key = try RSAPublicKey(modulus: [0, 0] + numbers, exponent: [1, 0, 1])
        let bytes = try #require(Base64URL.decode(signature))
        #expect(try key.verify(bytes, of: input.utf8, algorithm: .rs256))
        #expect(key.modulus == numbers)
        #expect(try key == RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8).publicKey)
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func refusesWhateverWasNotSigned(_ algorithm: SignatureAlgorithm) throws {
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        let signed = try key.sign(input.utf8, algorithm: algorithm)
        let reader = try key.publicKey
        #expect(try reader.verify(signed, of: input.utf8, algorithm: algorithm))
        #expect(try !reader.verify(signed, of: (input + "x").utf8, algorithm: algorithm))
        var damaged = signed
        damaged[10] ^= 1
        #expect(try !reader.verify(damaged, of: input.utf8, algorithm: algorithm))
        #expect(try !reader.verify([], of: input.utf8, algorithm: algorithm))
        let other = try RSAPrivateKey.generate().publicKey
        #expect(try !other.verify(signed, of: input.utf8, algorithm: algorithm))
        let another: SignatureAlgorithm = algorithm == .rs256 ? .ps256 : .rs256
        #expect(try !reader.verify(signed, of: input.utf8, algorithm: another))
    }

    @Test func saltsEverySignatureOfThePSSKind() throws {
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        #expect(try key.sign([1], algorithm: .ps256) != key.sign([1], algorithm: .ps256))
    }

    @Test func decryptsWhatWasEncryptedForTheKeyAlone() throws {
        let key = try RSAPrivateKey(pem: ExampleKeys.rfc7515.utf8)
        let text = Array("a short text".utf8)
        let closed = try key.publicKey.encryptPKCS1(text)
        #expect(try key.decryptPKCS1(closed) == text)
        let error = #expect(throws: CryptoError.self) { try key.decryptPKCS1([1, 2, 3]) }
        #expect(error?.code == .malformed)
        let tooLong = #expect(throws: CryptoError.self) {
            try key.publicKey.encryptPKCS1([UInt8](repeating: 1, count: 246))
        }
        #expect(tooLong?.code == .invalidArgument)
    }
}
