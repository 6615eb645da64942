internal import ExoJSON
internal import ExoTransport

/// The body of a batch: calls with all they would have by themselves, their token included, as the service's own clients
/// send them.
enum BatchBody {
    /// Writes it.
    ///
    /// - Parameters:
    ///   - calls: The calls; the id of each is its place.
    ///   - url: Where the batch is sent.
    ///   - headers: The header fields of a call.
    /// - Returns: JSON.
    static func bytes(of calls: [AdminCall], at url: ServiceURL, headers: (AdminCall) -> HTTPHeaders) -> [UInt8] {
        var bytes = Array(#"{"requests":["#.utf8)
        for (place, call) in calls.enumerated() {
            var fields = JSONObject()
            for field in headers(call).fields { fields[field.name] = .string(field.value) }
            if let preference = fields["Prefer"]?.stringValue { fields["Prefer"] = .string("\(preference);\(goesOn)") }
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += #"{"id":"\#(place)","method":"\#(call.method)","url":"#.utf8
            JSONWriter.append(string: url.origin + call.target, to: &bytes)
            bytes += #","headers":"#.utf8
            bytes += JSONValue.object(fields).serialized()
            bytes += #","body":"#.utf8
            bytes += call.body ?? Array("null".utf8)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes += "]}".utf8
        return bytes
    }

    /// The preference that has the service go on after a call that failed.
    static let goesOn = "odata.continue-on-error"
}
