/// The verbs of cmdlets that are asked for rows, so that none is an answer too; others act, and say nothing when they are done.
package enum RowVerbs {
    private static let all: Set = [
        "check", "compare", "debug", "export", "find", "get", "preview", "search", "test", "trace", "troubleshoot",
        "validate",
    ]

    /// Whether a cmdlet has one.
    package static func has(_ cmdlet: String) -> Bool { all.contains(cmdlet.prefix { $0 != "-" }.lowercased()) }
}

extension BoundCmdlet {
    /// Whether rows are all that it is for, or what it is to say: then it is done only when these are where they last.
    var isDoneByRows: Bool { isRead || RowVerbs.has(name) }
}
