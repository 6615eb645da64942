import EmulatorCore

/// A value to be copied, under its name.
struct CopyField: Sendable {
    let label: String
    let value: String

    init(_ label: String, _ value: String) {
        self.label = label
        self.value = value
    }

    var html: HTML {
        """
        <div class="field"><strong>\(label)</strong> \(PageLook.copied(value, label))</div>

        """
    }
}
