import EmulatorCore

/// A form of a page, with what was typed before and what is wrong with it.
struct FormMarkup: Sendable {
    /// One of several things to choose.
    struct Choice: Sendable {
        var value: String
        var label: String
        var hint: String?
        /// Whether choosing it opens the fields that stand below; see ``FormMarkup/opening(_:_:)``.
        var opens = false
    }

    let name: String
    let state: FormState
    private let call: PortalCall

    init(_ name: String, _ state: FormState, _ call: PortalCall) {
        self.name = name
        self.state = state
        self.call = call
    }

    /// The whole form.
    ///
    /// - Parameters:
    ///   - isUpload: Whether it sends files.
    ///   - fields: What stands in it.
    ///   - button: What sends it.
    ///   - style: How its button looks: empty, `plain` or `danger`.
    /// - Returns: The markup.
    /// - Throws: `CryptoError` or `DatabaseError`.
    func html(isUpload: Bool = false, _ fields: [HTML] = [], button: String, style: String = "") throws -> HTML {
        let encoding: HTML = isUpload ? " enctype=\"multipart/form-data\"" : ""
        let look: HTML = style.isEmpty ? "" : " class=\"\(style)\""
        return """
            <form method="post" action="\(call.ownPath)"\(encoding)>
            \(problem)<input type="hidden" name="token" value="\(try call.formToken)">
            <input type="hidden" name="form" value="\(name)">
            \(HTML(joining: fields))<button type="submit"\(look)>\(button)</button>
            </form>

            """
    }

    /// What is wrong with the form as it was sent.
    var problem: HTML? {
        guard state.form == name, let problem = state.problem else { return nil }
        return "<div class=\"problem\" role=\"alert\" id=\"\(name)-problem\"><p>\(problem.text)</p></div>\n"
    }

    /// A field that is sent and not shown.
    func hidden(_ field: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(field)\" value=\"\(value)\">\n"
    }

    /// A choice, and fields that count, and are shown, only for those of it that open them.
    func opening(_ choice: HTML, _ fields: HTML) -> HTML {
        "<div class=\"opens\">\n\(choice)<div class=\"opened\">\n\(fields)</div>\n</div>\n"
    }

    /// A line of text, with others to choose from where there are some.
    func text(
        _ field: String,
        _ label: String,
        value: String = "",
        hint: String? = nil,
        type: String = "text",
        isRequired: Bool = false,
        suggestions: [Choice] = []
    ) -> HTML {
        let list: HTML? = suggestions.isEmpty ? nil : " list=\"\(id(field))-list\""
        let options: [HTML] = suggestions.map { "<option value=\"\($0.value)\">\($0.label)</option>\n" }
        let choices: HTML? =
            suggestions.isEmpty ? nil : "<datalist id=\"\(id(field))-list\">\n\(HTML(joining: options))</datalist>"
        let kept = type == "password" ? "" : state.value(field, of: name, else: value)
        return labelled(
            field,
            label,
            hint,
            "<input id=\"\(id(field))\" name=\"\(field)\" type=\"\(type)\" value=\"\(kept)\" autocomplete=\"off\"\(list)\(required(isRequired))\(marks(field, hint))>\(choices)"
        )
    }

    /// Several lines of text.
    func area(_ field: String, _ label: String, value: String = "", hint: String? = nil, rows: Int = 4) -> HTML {
        labelled(
            field,
            label,
            hint,
            """
            <textarea id="\(id(field))" name="\(field)" rows="\(rows)" spellcheck="false"\(marks(field, hint))>
            \(state.value(field, of: name, else: value).replacing("\r\n", with: "\n"))</textarea>
            """
        )
    }

    /// A choice from a list.
    func select(
        _ field: String,
        _ label: String,
        _ choices: [Choice],
        selected: String = "",
        hint: String? = nil
    ) -> HTML {
        let selected = state.value(field, of: name, else: selected)
        let options: [HTML] = choices.map { choice in
            let mark: HTML = choice.value == selected ? " selected" : ""
            return "<option value=\"\(choice.value)\"\(mark)\(opens(choice))>\(choice.label)</option>\n"
        }
        return labelled(
            field,
            label,
            hint,
            "<select id=\"\(id(field))\" name=\"\(field)\"\(marks(field, hint))>\n\(HTML(joining: options))</select>"
        )
    }

    /// One of several, all to be seen.
    func radio(_ field: String, _ legend: String, _ choices: [Choice], selected: String = "") -> HTML {
        group(field, legend, choices, type: "radio") { $0 == state.value(field, of: name, else: selected) }
    }

    /// Any of several.
    func boxes(_ field: String, _ legend: String, _ choices: [Choice], ticked: Set<String> = []) -> HTML {
        group(field, legend, choices, type: "checkbox") {
            state.isTicked(field, $0, of: name, else: ticked.contains($0))
        }
    }

    /// One box.
    func box(_ field: String, _ label: String, hint: String? = nil, isTicked: Bool = false) -> HTML {
        choice(
            field,
            Choice(value: "yes", label: label, hint: hint),
            type: "checkbox",
            isTicked: state.isTicked(field, "yes", of: name, else: isTicked)
        )
    }

    /// A file to be sent along.
    func file(_ field: String, _ label: String, accept: String, hint: String? = nil) -> HTML {
        labelled(
            field,
            label,
            hint,
            "<input id=\"\(id(field))\" name=\"\(field)\" type=\"file\" accept=\"\(accept)\"\(marks(field, hint))>"
        )
    }

    private func group(
        _ field: String,
        _ legend: String,
        _ choices: [Choice],
        type: String,
        isTicked: (String) -> Bool
    ) -> HTML {
        let items = choices.map { choice(field, $0, type: type, isTicked: isTicked($0.value)) }
        return "<fieldset><legend>\(legend)</legend>\n\(HTML(joining: items))</fieldset>\n"
    }

    private func choice(_ field: String, _ choice: Choice, type: String, isTicked: Bool) -> HTML {
        let tick: HTML = isTicked ? " checked" : ""
        let id = "\(id(field))-\(choice.value)"
        let hint: HTML? = choice.hint.map { "<br><span class=\"hint\">\($0)</span>" }
        return """
            <div class="choice"><input id="\(id)" name="\(field)" type="\(type)" value="\(choice.value)"\(tick)\(opens(choice))>\
            <label for="\(id)">\(choice.label)\(hint)</label></div>

            """
    }

    private func labelled(_ field: String, _ label: String, _ hint: String?, _ control: HTML) -> HTML {
        let line: HTML? = hint.map { "<p class=\"hint\" id=\"\(id(field))-hint\">\($0)</p>\n" }
        return "<div class=\"field\"><label for=\"\(id(field))\">\(label)</label>\n\(line)\(control)</div>\n"
    }

    private func id(_ field: String) -> String { "\(name)-\(field)" }

    private func opens(_ choice: Choice) -> HTML { choice.opens ? " data-opens" : "" }

    private func required(_ isRequired: Bool) -> HTML { isRequired ? " required" : "" }

    private func marks(_ field: String, _ hint: String?) -> HTML {
        let isWrong = state.form == name && state.problem?.field == field
        let ids = (isWrong ? ["\(name)-problem"] : []) + (hint == nil ? [] : ["\(id(field))-hint"])
        let invalid: HTML = isWrong ? " aria-invalid=\"true\"" : ""
        let described: HTML = ids.isEmpty ? "" : " aria-describedby=\"\(ids.joined(separator: " "))\""
        return "\(invalid)\(described)"
    }
}
