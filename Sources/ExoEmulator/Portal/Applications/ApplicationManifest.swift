import ExoJSON
import HTTPServer

/// An app registration as Microsoft Graph shows it.
struct ApplicationManifest: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.call.show {
            let entity = ApplicationEntity(directory: frame.call.directory, tenant: frame.call.tenant)
            let text = JSONValue.object(try entity.render(frame.application)).text(indented: true)
            return frame.content(
                "Manifest",
                """
                <p>The app registration as Microsoft Graph shows it. It is changed on the other pages, or through Graph.</p>
                <pre tabindex="0" role="region" aria-label="Manifest">\(text)</pre>
                """
            )
        }
    }
}
