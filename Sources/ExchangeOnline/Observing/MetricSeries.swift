/// One metric with its series, in the text form of Prometheus.
struct MetricSeries {
    /// How values become a metric.
    enum Kind {
        /// Their sum.
        case counter
        /// The last of them.
        case gauge
        /// How many of them are below each bound.
        case histogram(bounds: [Double])
    }

    /// What is kept of one combination of labels.
    private enum Sample {
        case number(Double)
        /// How many values fell into each bucket, the last of which has no bound, and their sum.
        case histogram([Int], sum: Double)
    }

    /// The most combinations of labels; what comes beyond is counted together.
    static let limit = 1000
    private static let beyond = #"{overflow="true"}"#

    private let name: String
    private let help: String
    private let kind: Kind
    private var samples: [String: Sample] = [:]

    init(_ name: String, _ help: String, kind: Kind = .counter) {
        self.name = name
        self.help = help
        self.kind = kind
    }

    /// Adds to a counter, sets a gauge, or adds a value to a histogram.
    mutating func note(_ value: Double, _ labels: [(name: String, value: String)] = []) {
        var key = Self.text(labels)
        if samples[key] == nil, samples.count >= Self.limit { key = Self.beyond }
        switch kind {
        case .gauge: samples[key] = .number(value)
        case .counter:
            if case .number(let sum) = samples[key] {
                samples[key] = .number(sum + value)
            } else {
                samples[key] = .number(value)
            }
        case .histogram(let bounds):
            var (buckets, sum) = (Array(repeating: 0, count: bounds.count + 1), 0.0)
            if case .histogram(let counts, let total) = samples[key] { (buckets, sum) = (counts, total) }
            buckets[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
            samples[key] = .histogram(buckets, sum: sum + value)
        }
    }

    /// The metric as Prometheus reads it; nothing while nothing was counted.
    var text: String {
        guard !samples.isEmpty else { return "" }
        var lines = ["# HELP \(name) \(help)", "# TYPE \(name) \(typeName)"]
        for (labels, sample) in samples.sorted(by: { $0.key < $1.key }) {
            switch sample {
            case .number(let sum): lines.append("\(name)\(labels) \(Self.number(sum))")
            case .histogram(let buckets, let sum):
                var count = 0
                for (bound, inBucket) in zip(bounds.map(Self.number) + ["+Inf"], buckets) {
                    count += inBucket
                    lines.append("\(name)_bucket\(Self.adding("le", bound, to: labels)) \(count)")
                }
                lines.append("\(name)_sum\(labels) \(Self.number(sum))")
                lines.append("\(name)_count\(labels) \(count)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var typeName: String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private var bounds: [Double] {
        if case .histogram(let bounds) = kind { bounds } else { [] }
    }

    private static func text(_ labels: [(name: String, value: String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
    }

    private static func adding(_ name: String, _ value: String, to labels: String) -> String {
        labels.isEmpty ? "{\(name)=\"\(value)\"}" : "\(labels.dropLast()),\(name)=\"\(value)\"}"
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
