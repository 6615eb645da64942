/// How rows are written.
package enum OutputForm: String, CaseIterable, Sendable {
    /// Columns for people.
    case table
    /// A line for each property.
    case list
    /// One JSON array.
    case json
    /// One JSON object a line.
    case ndjson
    /// RFC 4180 with line feeds.
    case csv
    /// The same with tabs between the values.
    case tsv
    /// One YAML document.
    case yaml
    /// One JSON object a line as the service sent it, annotations included.
    case raw
}
