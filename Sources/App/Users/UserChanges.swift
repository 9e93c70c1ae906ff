import ArgumentParser
import Domain
import MariaDB
import Store

/// `interviews user password`.
struct UserPassword: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Set a new password and end the user's sessions."
    )

    @Argument(help: "The e-mail address or username.")
    var login: String

    func run() throws {
        let db = try Settings(Environment.ofProcess()).connect()
        let user = try UserStore(db).existing(login)
        try UserStore(db).setPassword(user.id, hash: try PasswordPrompt.hash(for: [user.email, user.username]))
        print("changed the password of \(user.email)")
    }
}

/// `interviews user disable`.
struct UserDisable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Shut a user out at once; what the user has made stays."
    )

    @Argument(help: "The e-mail address or username.")
    var login: String

    func run() throws {
        let db = try Settings(Environment.ofProcess()).connect()
        let user = try UserStore(db).existing(login)
        try UserStore(db).setActive(user.id, false)
        print("disabled \(user.email)")
    }
}

/// `interviews user enable`.
struct UserEnable: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Let a disabled user in again.")

    @Argument(help: "The e-mail address or username.")
    var login: String

    func run() throws {
        let db = try Settings(Environment.ofProcess()).connect()
        let user = try UserStore(db).existing(login)
        try UserStore(db).setActive(user.id, true)
        print("enabled \(user.email)")
    }
}

extension UserStore {
    /// The account of that address or username, or a sentence that there is none.
    fileprivate func existing(_ login: String) throws -> User {
        guard let found = try find(login: login) else { throw Refusal("There is no account \(login).") }
        return found.user
    }
}
