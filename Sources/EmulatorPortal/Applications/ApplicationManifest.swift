import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// An app registration as Microsoft Graph shows it.
struct ApplicationManifest: Sendable {
    let frame: ApplicationFrame

    func respond() throws -> ServerResponse {
        try frame.call.show {
            let text = try frame.call.portal.manifest(frame.application, frame.call.tenant).text(indented: true)
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
