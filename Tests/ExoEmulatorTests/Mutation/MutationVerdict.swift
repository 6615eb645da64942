import ExoJSON
import HTTPServer

@testable import EmulatorAdministration
@testable import EmulatorCore

/// What is wrong with the answer to a damaged request.
struct MutationVerdict {
    let sample: MutationSample
    let request: ServerRequest
    let reply: ServerResponse
    /// Secrets of requests from which parts may have come.
    let foreignSecrets: Set<String>

    /// The faults, in words.
    var faults: [String] { statusFaults + shapeFaults + headerFaults + secretFaults + tokenFaults }

    private var statusFaults: [String] {
        (200..<500).contains(reply.status) || reply.status == 501 ? [] : ["status \(reply.status)"]
    }

    private var type: String { reply.header("Content-Type")?.prefix { $0 != ";" }.lowercased() ?? "" }

    private var shapeFaults: [String] {
        guard !reply.body.isEmpty else { return [] }
        switch type {
        case "application/json":
            guard let value = try? JSONValue(parsing: reply.body) else { return ["a body that is no JSON"] }
            return reply.status >= 400 ? errorFaults(value) : []
        case "text/html":
            guard reply.text.lowercased().hasPrefix("<!doctype html>") else { return ["a page that is none"] }
            return reply.header("Content-Security-Policy") == nil ? ["a page without policy"] : []
        case "": return ["a body without type"]
        default: return []
        }
    }

    // OAuth's member is a text, everybody else's is an object with code and message.
    private func errorFaults(_ value: JSONValue) -> [String] {
        guard let body = value.objectValue else { return ["an error that is no object"] }
        if body["statusCode"]?.integerValue == Int64(reply.status) {
            return body["message"]?.stringValue == nil ? ["an App Service error without message"] : []
        }
        guard let error = body["error"] else { return ["an error without 'error'"] }
        // The metadata service of a machine has a text and no more.
        if error.stringValue != nil, request.pathSegments.first?.lowercased() == "metadata" { return [] }
        if error.stringValue != nil {
            return body["error_description"]?.stringValue == nil ? ["an OAuth error without description"] : []
        }
        return error.objectValue?["code"]?.stringValue == nil || error.objectValue?["message"]?.stringValue == nil
            ? ["an error without code and message"] : []
    }

    private var headerFaults: [String] {
        var faults = reply.headers.filter { header in
            !header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        }.map { "a control character in \($0.name)" }
        if let location = reply.header("Location"), !Self.isHarmless(location) {
            faults.append("a redirect to \(location.prefix(80))")
        }
        return faults
    }

    // No registration of the seed leads anywhere else.
    private static func isHarmless(_ location: String) -> Bool {
        if location.hasPrefix("/") { return !location.hasPrefix("//") && !location.hasPrefix("/\\") }
        guard
            let address = RedirectURI(String(location.prefix { $0 != "#" }))
                ?? RedirectURI(String(location.prefix { $0 != "?" }))
        else { return false }
        return ["localhost", "127.0.0.1", "[::1]", "login.microsoftonline.com"].contains(address.host)
    }

    private var secretFaults: [String] {
        let text = reply.textBesideOffer + "\n" + reply.headers.map(\.value).joined(separator: "\n")
        return Set(sample.secrets).subtracting(foreignSecrets).filter { !$0.isEmpty && text.contains($0) }.map { _ in
            "a secret of the request"
        }
    }

    private var tokenFaults: [String] {
        guard reply.status == 200, type == "application/json", !sample.proofs.isEmpty,
            let body = try? JSONValue(parsing: reply.body).objectValue, body["access_token"] != nil
        else { return [] }
        let right = sample.request.form
        let sent = request.form
        // The content of another request may have come in its place, whole and good.
        guard sent["grant_type"] == right["grant_type"] else { return [] }
        return sample.proofs.filter { name in !sent.fields.contains { $0.name == name && $0.value == right[name] } }
            .map { "a token without \($0)" }
    }
}
