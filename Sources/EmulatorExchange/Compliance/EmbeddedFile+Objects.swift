import EmulatorCore
import ExoJSON

extension EmbeddedFile {
    /// The objects of a table with one on a line; lines that begin with # are left out.
    var objects: [JSONObject] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            do {
                guard let object = try JSONValue(parsing: String(line)).objectValue else {
                    preconditionFailure("\(rawValue): \(line)")
                }
                return object
            } catch {
                preconditionFailure("\(rawValue): \(line): \(error)")
            }
        }
    }
}
