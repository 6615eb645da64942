import EmulatorAdministration
import EmulatorCore

/// The page that lists what an application asks for.
struct ConsentPage: Sendable {
    let request: ConsentRequest
    /// Permissions of the application itself.
    var roles: [ConsentRequest.Item] = []
    let hidden: FormFields
    let action: String
    /// Whether the user may agree for everybody.
    let offersOrganization: Bool
    /// Whether the user agrees for everybody.
    let isForOrganization: Bool
    /// The domain of who registered the application.
    let publisher: String?

    /// What stands in the page.
    var body: HTML {
        let title: HTML =
            isForOrganization
            ? "Permissions requested<br><span class=\"lead\">Review for your organization</span>"
            : "Permissions requested"
        let isOwn = request.client.application.tenantID == request.subject.tenant.id
        let from: HTML = publisher.map { "\($0)<br>" } ?? ""
        let origin: HTML =
            isOwn
            ? "<p>This application is published by your organization.</p>"
            : "<p><strong>This application is not published by Microsoft or your organization.</strong></p>"
        let checkbox: HTML? =
            offersOrganization
            ? """
            <p class="choice"><input id="organization" name="organization" type="checkbox" value="on">
            <label for="organization">Consent on behalf of your organization</label></p>

            """ : nil
        let meaning: HTML =
            isForOrganization
            ? """
            <p>If you accept, this app will get access to the specified resources for all users in your organization. \
            No one else will be prompted to review these permissions.</p>
            """
            : "<p>This app would like to:</p>"
        return """
            <p class="identity">\(request.subject.user.userPrincipalName)</p>
            <h1>\(title)</h1>
            <p class="app"><strong>\(request.client.name)</strong><br>\(from)<span class="unverified">unverified</span></p>
            \(origin)
            \(meaning)
            <ul class="permissions">
            \(HTML(joining: (request.items + roles).map(entry)))</ul>
            <form method="post" action="\(action)">
            \(Page.hidden(hidden))\(checkbox)<p class="note">Accepting these permissions means that you allow this app to \
            use your data as specified in its terms. You can change these permissions in the portal of this emulator.</p>
            <div class="actions"><button type="submit" name="consent" value="cancel" class="plain">Cancel</button>
            <button type="submit" name="consent" value="accept">Accept</button></div>
            </form>
            """
    }

    private func entry(_ item: ConsentRequest.Item) -> HTML {
        let permission = item.permission
        let forUser = !isForOrganization && permission.kind == .scope
        let name = (forUser ? permission.userDisplayName : nil) ?? permission.displayName
        let text = (forUser ? permission.userExplanation : nil) ?? permission.explanation
        let alone: HTML? =
            permission.kind == .role ? "<p>The app gets this for itself, without a signed-in user.</p>\n" : nil
        return """
            <li><details>
            <summary>\(name)</summary>
            <p>\(text)</p>
            \(alone)<p class="note">\(item.service): \(permission.value)</p>
            </details></li>

            """
    }
}

/// The page that sends a user to an administrator.
struct AdministratorNeededPage: Sendable {
    let request: ConsentRequest
    let hidden: FormFields
    let action: String

    /// What stands in the page.
    var body: HTML {
        """
        <p class="identity">\(request.subject.user.userPrincipalName)</p>
        <h1>Need admin approval</h1>
        <p class="app"><strong>\(request.client.name)</strong><br><span class="unverified">unverified</span></p>
        <p role="alert">\(request.client.name) needs permission to access resources in your organization that only an \
        admin can grant. Please ask an admin to grant permission to this app before you can use it. (AADSTS90094)</p>
        <ul class="permissions">
        \(HTML(joining: request.awaitingAdministrator.map { "<li>\($0.permission.displayName)</li>\n" }))</ul>
        <form method="post" action="\(action)">
        \(Page.hidden(hidden))<div class="actions">
        <button type="submit" name="account" value="other">Have an admin account? Sign in with that account</button>
        <button type="submit" name="consent" value="cancel" class="plain">Return to the application without granting \
        consent</button></div>
        </form>
        """
    }
}
