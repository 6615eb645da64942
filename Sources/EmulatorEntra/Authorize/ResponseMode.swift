/// How the answer of a sign-in reaches the client.
enum ResponseMode: String, Sendable {
    case query
    case fragment
    case form = "form_post"
}
