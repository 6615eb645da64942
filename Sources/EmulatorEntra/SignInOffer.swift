/// People that the sign-in page may offer, since everybody knows their password.
package struct SignInOffer: Sendable {
    /// One of them.
    package struct Person: Sendable {
        package var login: String
        /// What makes this person worth choosing.
        package var role: String

        package init(login: String, role: String) {
            self.login = login
            self.role = role
        }
    }

    package var people: [Person]
    package var password: String

    package init(people: [Person], password: String) {
        self.people = people
        self.password = password
    }
}
