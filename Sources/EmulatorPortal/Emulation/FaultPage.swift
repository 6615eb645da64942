import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// What goes wrong on purpose: listed, set and cleared.
struct FaultPage: Sendable {
    private static let whole = ["skip", "every", "seed", "times", "calls", "bytes", "status"]
    private static let numbers = ["probability", "seconds"]
    private static let texts = ["service", "cmdlet", "tenant", "caller", "target", "retryAfter", "body"]

    let call: PortalCall
    private var faults: PortalFaults { call.portal.faults }
    private var isChangeable: Bool { call.access.allows(.setFaults) }

    func respond() throws -> ServerResponse {
        guard call.path.count == 1 else { throw PortalRefusal.notFound("There is no such page about faults.") }
        return try call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let list = faults.list()
        let hold: HTML? = isChangeable ? nil : Markup.hold(.setFaults)
        return PortalContent(
            title: "Faults",
            body: """
                \(Markup.paragraph("What goes wrong on purpose, for requests of all tenants of this emulator."))\(hold)\
                \(try table(list))\(try clearing(list))\(try setting(state))
                """
        )
    }

    private func table(_ list: [JSONValue]) throws -> HTML {
        var headings = ["Number", "Kind", "Which requests and how often", "Met", "Struck"]
        if isChangeable { headings.append("") }
        var table = DataTable("Faults", headings, empty: "No fault is set.")
        for fault in list.compactMap(\.objectValue) {
            let hidden: Set = ["id", "kind", "met", "struck"]
            let words = fault.members.filter { !hidden.contains($0.name) && $0.value != .null }.map { member in
                "\(member.name) \(member.value.stringValue ?? member.value.text())"
            }
            let id = String(fault["id"]?.integerValue ?? 0)
            var cells: [HTML] = [
                "\(id)", "\(fault["kind"]?.stringValue ?? "-")",
                "\(words.isEmpty ? "every request, once" : words.joined(separator: ", "))",
                "\(String(fault["met"]?.integerValue ?? 0))", "\(String(fault["struck"]?.integerValue ?? 0))",
            ]
            if isChangeable {
                let form = FormMarkup("clear", FormState(), call)
                cells.append(try form.html([form.hidden("id", id)], button: "Clear", style: "danger"))
            }
            table.add(cells)
        }
        return table.html
    }

    private func clearing(_ list: [JSONValue]) throws -> HTML? {
        guard isChangeable, list.count > 1 else { return nil }
        let form = try FormMarkup("clear", FormState(), call).html(button: "Clear all", style: "danger")
        return "<div class=\"actions\">\n\(form)</div>\n"
    }

    private func setting(_ state: FormState) throws -> HTML? {
        guard isChangeable else { return nil }
        let form = FormMarkup("set", state, call)
        let kinds = faults.kinds.map { kind in
            FormMarkup.Choice(value: kind.name, label: "\(kind.name): \(kind.meaning)")
        }
        let services =
            [FormMarkup.Choice(value: "", label: "All")]
            + faults.services.map { FormMarkup.Choice(value: $0, label: $0) }
        let retries = ["", "seconds", "date", "none"].map { FormMarkup.Choice(value: $0, label: $0.isEmpty ? "-" : $0) }
        let fields: [HTML] = [
            form.select("kind", "Kind", kinds, selected: "throttled"),
            form.select("service", "Service", services),
            form.text("cmdlet", "Cmdlet", hint: "A name, with * for any text: Get-*. Empty for all."),
            form.text("caller", "Caller", hint: "A user name, or the client ID of an app."),
            form.text("target", "Part of path and query"),
            form.text(
                "seconds",
                "Seconds",
                hint: "Of latency, microDelay, throttled, unavailable, rateLimit, clockSkew, staleReads."
            ),
            form.select("retryAfter", "Retry-After", retries),
            form.text(
                "times",
                "Times",
                hint: "How often at most. Empty: once, or without end with Every or Probability."
            ),
            details(form),
        ]
        return Markup.card("\(Markup.heading("Set a fault"))\(try form.html(fields, button: "Set"))")
    }

    private func details(_ form: FormMarkup) -> HTML {
        """
        <details class="more"\(isOpen(form) ? " open" as HTML : "" as HTML)><summary>More</summary>
        \(form.text("tenant", "Tenant"))\(form.text("skip", "Skip so many requests"))\
        \(form.text("every", "Every so many"))\(form.text("probability", "Probability", hint: "From 0 to 1."))\
        \(form.text("seed", "Seed", hint: "The same seed strikes the same requests."))\
        \(form.text("calls", "Calls", hint: "The budget of rateLimit."))\
        \(form.text("bytes", "Bytes", hint: "Of the body, before cut breaks it off."))\
        \(form.box("executed", "The request of reset or noReply is carried out"))\
        \(form.text("status", "Status of a reply"))\(form.text("body", "Body of a reply"))</details>

        """
    }

    private func isOpen(_ form: FormMarkup) -> Bool {
        ["tenant", "skip", "every", "probability", "seed", "calls", "bytes", "executed", "status", "body"].contains {
            !form.state.value($0, of: form.name).isEmpty
        }
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try call.require(.setFaults)
        switch form.name {
        case "clear":
            let id = form["id"].flatMap { Int($0) }
            faults.clear(id)
            let text = id.map { "Fault \($0) was cleared." } ?? "All faults were cleared."
            return try call.redirect(to: call.ownPath, notice: PortalNotice(text: text))
        case "set":
            do { try faults.set(try fault(form)) } catch let problem as PortalFaultProblem {
                throw FormProblem(problem.text)
            }
            return try call.redirect(to: call.ownPath, notice: PortalNotice(text: "The fault was set."))
        default: throw PortalRefusal.foreignForm
        }
    }

    private func fault(_ form: PortalForm) throws -> JSONObject {
        var object: JSONObject = ["kind": .string(try form.required("kind", "The kind"))]
        for name in Self.texts {
            if let text = form[name] { object[name] = .string(text) }
        }
        for name in Self.whole {
            guard let text = form[name] else { continue }
            guard let number = Int64(text) else { throw FormProblem("\(name) is a whole number.", field: name) }
            object[name] = .integer(number)
        }
        for name in Self.numbers {
            guard let text = form[name] else { continue }
            if let number = Int64(text) {
                object[name] = .integer(number)
            } else if let number = Double(text), number.isFinite {
                object[name] = .double(number)
            } else {
                throw FormProblem("\(name) is a number.", field: name)
            }
        }
        if form["executed"] != nil { object["executed"] = true }
        return object
    }
}
