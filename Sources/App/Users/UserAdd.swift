import ArgumentParser
import CivilTime
import Domain
import Store

/// `interviews user add`.
struct UserAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make an account.",
        discussion: "Example: interviews user add anna@example.org --role RECRUITER --company \"Acme Talent\""
    )

    @Argument(help: "The e-mail address, with which the user logs in.")
    var email: String

    @Option(
        help: ArgumentHelp(
            "What the user is: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "role"
        )
    )
    var role: String

    @Option(help: "The name of the user's company; made if there is none of that name.")
    var company: String?

    @Option(help: "The user's full name.")
    var name = ""

    func run() throws {
        guard EmailSyntax.isValid(email) else { throw Refusal("\"\(email)\" is not an e-mail address.") }
        guard let role = Role(loose: role) else {
            throw Refusal("\"\(role)\" is not a role. Roles: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        for text in [name, company ?? ""] where OneLineText.hasControls(text) {
            throw Refusal("A name is one line without control characters.")
        }
        let db = try Settings(Environment.ofProcess()).connect()
        let user = NewUser(
            username: email,
            email: email,
            fullName: name,
            role: role,
            passwordHash: try PasswordPrompt.hash(for: [email]),
            company: company.map { .named($0) } ?? .none
        )
        switch try UserStore(db).create(user, at: SystemClock.read()) {
        case .created(let user):
            print("made \(user.email), \(user.role.rawValue), \(user.companyName ?? "no company")")
        case .emailTaken, .usernameTaken: throw Refusal("There is an account \(email) already.")
        case .companyTaken, .noSuchCompany: throw Refusal("The company cannot be used.")
        }
    }
}
