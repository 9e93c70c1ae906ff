import ArgumentParser

/// `interviews user`.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Make and manage accounts.",
        discussion: """
            A password is asked for without echo, or read from the first line of standard input when that is not a \
            terminal; it is never an argument, since everybody on the machine can see those.
            """,
        subcommands: [UserAdd.self, UserPassword.self, UserDisable.self, UserEnable.self, UserList.self]
    )
}
