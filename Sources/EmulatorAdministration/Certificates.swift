package import EmulatorCore
import ExoCrypto

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The certificates of apps.
package struct Certificates: Sendable {
    /// A certificate as a caller describes it.
    package struct Draft: Sendable {
        /// Of one that is there already and stays; a new one gets this id, or one of its own.
        package var keyID: String?
        /// DER or PEM; `nil` keeps the one with the id.
        package var key: [UInt8]?
        package var displayName: String?
        package var customKeyIdentifier: String?
        package var start: Date?
        package var end: Date?

        package init(
            keyID: String? = nil,
            key: [UInt8]? = nil,
            displayName: String? = nil,
            customKeyIdentifier: String? = nil,
            start: Date? = nil,
            end: Date? = nil
        ) {
            self.keyID = keyID
            self.key = key
            self.displayName = displayName
            self.customKeyIdentifier = customKeyIdentifier
            self.start = start
            self.end = end
        }
    }

    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    /// The certificates of an app registration or service principal.
    package func list(of holder: CredentialHolder) throws -> [KeyCredentialRecord] {
        try administration.directory.keyCredentials(of: holder.appID).filter { $0.principalID == holder.principalID }
    }

    /// Adds a certificate to those that are there.
    @discardableResult
    package func add(_ draft: Draft, to holder: CredentialHolder) throws -> KeyCredentialRecord {
        try administration.directory.store.write { connection in
            let record = try record(draft, holder)
            let others = try list(of: holder)
            guard
                !others.contains(where: { $0.keyID == record.keyID || $0.sha256Thumbprint == record.sha256Thumbprint })
            else { throw AdministrationError("The certificate is already registered with the application.") }
            try administration.tellingCredentials(of: holder) { try connection.insert(record) }
            return record
        }
    }

    /// Replaces all certificates; drafts with the id of one that is there and no key keep it.
    package func replace(with drafts: [Draft], of holder: CredentialHolder) throws {
        try administration.directory.store.write { connection in
            let old = try list(of: holder)
            var records: [KeyCredentialRecord] = []
            for draft in drafts {
                let record = try kept(draft, old) ?? record(draft, holder)
                guard !records.contains(where: { $0.keyID == record.keyID }) else {
                    throw AdministrationError.invalid("keyCredentials", of: "Application", "A keyId is given twice.")
                }
                records.append(record)
            }
            try administration.tellingCredentials(of: holder) {
                for record in old {
                    try administration.directory.deleteKeyCredential(keyID: record.keyID, of: holder.appID)
                }
                for record in records {
                    let taken = try administration.directory.one(
                        KeyCredentialRecord.self,
                        where: "key_id = ?",
                        [record.keyID]
                    )
                    guard taken == nil else { throw AdministrationError.conflict("keyId") }
                    try connection.insert(record)
                }
            }
        }
    }

    /// Removes a certificate.
    package func remove(_ keyID: String, from holder: CredentialHolder) throws {
        guard let id = Administration.identifier(keyID), try list(of: holder).contains(where: { $0.keyID == id }) else {
            throw AdministrationError("No key credential found with keyId '\(keyID)'.")
        }
        try administration.tellingCredentials(of: holder) {
            try administration.directory.deleteKeyCredential(keyID: id, of: holder.appID)
        }
    }

    private func kept(_ draft: Draft, _ old: [KeyCredentialRecord]) throws -> KeyCredentialRecord? {
        guard draft.key == nil else { return nil }
        guard let id = draft.keyID.flatMap(Administration.identifier), var record = old.first(where: { $0.keyID == id })
        else { throw AdministrationError.required("key", of: "KeyCredential") }
        if let name = draft.displayName { record.displayName = name }
        return record
    }

    private func record(_ draft: Draft, _ holder: CredentialHolder) throws -> KeyCredentialRecord {
        guard try administration.directory.application(holder.appID) != nil else {
            throw AdministrationError("Credentials cannot be added to an application that Microsoft registered.")
        }
        let certificate = try CertificateUpload.read(draft.key ?? [], at: administration.now)
        let (begins, ends) = (try certificate.notBefore, try certificate.notAfter)
        guard draft.end.map({ $0 <= ends && $0 > administration.now }) ?? true else {
            throw AdministrationError("Key credential end date is invalid.", code: "KeyCredentialsInvalidEndDate")
        }
        guard draft.start.map({ $0 >= begins && $0 < ends }) ?? true else {
            throw AdministrationError("Key credential start date is invalid.", code: "KeyCredentialsInvalidStartDate")
        }
        let keyID = try draft.keyID.map { text in
            guard let id = Administration.identifier(text) else {
                throw AdministrationError.invalid("keyId", of: "KeyCredential")
            }
            return id
        }
        let thumbprint = try certificate.sha1Thumbprint
        return KeyCredentialRecord(
            keyID: keyID ?? Administration.newID(),
            appID: holder.appID,
            principalID: holder.principalID,
            certificate: Base64.encode(certificate.der),
            sha1Thumbprint: Base64URL.encode(thumbprint),
            sha256Thumbprint: Base64URL.encode(try certificate.sha256Thumbprint),
            customKeyIdentifier: draft.customKeyIdentifier ?? Base64.encode(thumbprint),
            displayName: try draft.displayName ?? certificate.subject,
            startsOn: draft.start ?? begins,
            endsOn: draft.end ?? ends
        )
    }
}
