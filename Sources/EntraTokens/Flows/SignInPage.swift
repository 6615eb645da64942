internal import ExoTransport

/// The pages that a browser gets which brings the answer to a sign-in: no script, nothing loaded, and no word of the answer.
enum SignInPage {
    /// What a call gets at once; `nil` for the answer to the sign-in, which gets ``end(isSuccess:)``.
    static func reply(to call: LoopbackRequest, waitingFor signIn: BrowserSignIn) -> LoopbackReply? {
        guard call.path == "/" else { return page(404, "Nothing is here", "") }
        guard call.method == "GET" || call.method == "POST" else { return page(405, "Nothing is here", "") }
        if let fields = BrowserSignIn.fields(of: call), signIn.isAnswered(by: fields) { return nil }
        return page(
            400,
            "This is not the sign-in that is waited for",
            "The program waits on. Go back to the page that it opened, or begin the sign-in again."
        )
    }

    /// The page at the end of a sign-in.
    static func end(isSuccess: Bool) -> LoopbackReply {
        isSuccess
            ? page(200, "You are signed in", "You can close this page and go back to the program.")
            : page(400, "The sign-in did not succeed", "Close this page and go back to the program, which says why.")
    }

    private static func page(_ status: Int, _ heading: String, _ text: String) -> LoopbackReply {
        LoopbackReply(
            status: status,
            page: """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>\(heading)</title>
                <meta name="viewport" content="width=device-width">
                <style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:20vh auto;\
                padding:0 1rem}h1{font-size:1.5rem}</style></head>
                <body><h1>\(heading)</h1><p>\(text)</p></body></html>

                """
        )
    }
}
