/// Spans of time as people say them, in at most two units.
package enum SpanText {
    /// The text of a span; a part of a second counts as one.
    package static func text(_ span: Duration) -> String {
        let seconds = max(0, span.components.seconds + (span.components.attoseconds > 0 ? 1 : 0))
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        case ..<172_800:
            let minutes = seconds % 3_600 / 60
            return "\(seconds / 3_600) h" + (minutes == 0 ? "" : " \(minutes) min")
        default: return "\(seconds / 86_400) days"
        }
    }
}
