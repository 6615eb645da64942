import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The public key of a selector, as its record in the DNS says it.
///
/// It has the form of a key and is made of words, the same in every run: nobody signs with it.
enum DkimKey {
    /// The length of a new key in bits where nothing else is said.
    static let defaultSize = 1024
    /// The length of the keys of a domain that says nothing of it.
    private static let unsaidSize = 2048

    /// The length of a selector's key.
    static func size(of config: ExchangeObject, selector: Int) -> Int {
        config.properties["Selector\(selector)KeySize"]?.integerValue.map { Int($0) } ?? unsaidSize
    }

    /// The length that a call asks for, else another.
    ///
    /// - Throws: ``AdminAPIError`` for one that keys do not have.
    static func size(_ call: BoundCall, else other: Int = defaultSize) throws -> Int {
        let size = call.number("KeySize").map { Int($0) } ?? other
        guard [1024, 2048].contains(size) else {
            throw AdminAPIError.transformation(parameter: "KeySize", reason: "A key has 1024 or 2048 bits.")
        }
        return size
    }

    /// The record of a key that a selector of a domain has from a moment on.
    ///
    /// - Parameters:
    ///   - config: What is kept of the domain.
    ///   - selector: The selector's number.
    ///   - moment: When the key was made.
    /// - Returns: The text of the record.
    static func record(of config: ExchangeObject, selector: Int, madeOn moment: ServiceDate) -> String {
        let size = size(of: config, selector: selector)
        let numbers = StableNumbers("dkim", config.guid, String(selector), String(moment.ticks))
        var modulus = (0..<size / 64).flatMap { place in
            stride(from: 56, through: 0, by: -8).map { UInt8(numbers[place] >> $0 & 0xFF) }
        }
        // As long as it should be, and odd.
        modulus[0] |= 0x80
        modulus[modulus.count - 1] |= 1
        return "v=DKIM1; k=rsa; p=\(Data(publicKeyInfo(modulus: modulus)).base64EncodedString());"
    }

    /// The records of both keys of a domain, those that were never stored as they were in the beginning.
    static func records(of config: ExchangeObject) -> (first: String, second: String) {
        func record(_ selector: Int) -> String {
            config.text("Selector\(selector)PublicKey")
                ?? Self.record(of: config, selector: selector, madeOn: config.created)
        }
        return (record(1), record(2))
    }

    /// A SubjectPublicKeyInfo of RSA (RFC 5280, RFC 8017).
    private static func publicKeyInfo(modulus: [UInt8]) -> [UInt8] {
        let rsaEncryption: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00]
        let exponent: [UInt8] = [0x01, 0x00, 0x01]
        let key = element(0x30, element(0x02, [0] + modulus) + element(0x02, exponent))
        return element(0x30, element(0x30, rsaEncryption) + element(0x03, [0] + key))
    }

    /// An element of DER: tag, length, content.
    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            switch count {
            case ..<0x80: [UInt8(count)]
            case ..<0x100: [0x81, UInt8(count)]
            default: [0x82, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
            }
        return [tag] + length + content
    }
}
