import ArgumentParser
import CivilTime
import Domain
import Store
import Web

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
        let name = try UserAdd.checked(name, "The name", limit: 100)
        let company = try company.map { try UserAdd.checked($0, "The company's name", limit: 255) }
        guard company?.isEmpty != true else { throw Refusal("A company needs a name.") }
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
            // Nothing is everybody's: who belongs to no company sees no company's data.
            if company == nil, role != .admin {
                print("note: without --company this account sees no company's interviews")
            }
        case .emailTaken, .usernameTaken: throw Refusal("There is an account \(email) already.")
        case .companyTaken, .noSuchCompany: throw Refusal("The company cannot be used.")
        }
    }

    /// The text without spaces at its ends; refused if it is not one line, no UTF-8, or longer than its column.
    private static func checked(_ text: String, _ what: String, limit: Int) throws(Refusal) -> String {
        let text = text.trimmingSpaces
        // What is no UTF-8 has become U+FFFD by now.
        guard !OneLineText.hasControls(String(text)), !text.unicodeScalars.contains("\u{FFFD}") else {
            throw Refusal("\(what) must be one line of UTF-8 without control characters.")
        }
        guard text.unicodeScalars.count <= limit else {
            throw Refusal("\(what) has \(text.unicodeScalars.count) characters; at most \(limit) are kept.")
        }
        return String(text)
    }
}
