import EmulatorCore

/// A value to be copied: a field that a click selects as a whole.
struct CopyField: Sendable {
    let label: String
    let value: String

    init(_ label: String, _ value: String) {
        self.label = label
        self.value = value
    }

    var html: HTML {
        """
        <div class="field"><label>\(label)<input type="text" readonly value="\(value)"></label></div>

        """
    }
}
