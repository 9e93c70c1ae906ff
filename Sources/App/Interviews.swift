import ArgumentParser

/// The program: one executable with a role for each subcommand.
@main
struct Interviews: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interviews",
        abstract: "Schedules interviews, mails the candidates their links and hosts the interviews.",
        discussion: """
            Settings come from the environment and, below it, from the file that INTERVIEWS_ENV_FILE names, or .env in \
            the working folder, or, for the installed program, /etc/interviews/interviews.env. 'interviews check' tells \
            what is wrong with them.
            """,
        version: "interviews " + Version.text,
        subcommands: [
            Serve.self, Deliver.self, Setup.self, Migrate.self, Check.self, StatusCommand.self, SendTestEmail.self,
            TakeBounce.self, BackupCommand.self, RestoreCommand.self, UserCommand.self, DemoCommand.self,
        ]
    )

    /// A word that is no command is said to be none; the parser itself would call it an unexpected argument.
    static func main() {
        // A command without a name of its own is called as its type is.
        let names =
            configuration.subcommands.map { $0.configuration.commandName ?? "\($0)".lowercased() } + ["help"]
        if let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !names.contains(word) {
            exit(
                withError: ValidationError("There is no command '\(word)': there are \(names.joined(separator: ", ")).")
            )
        }
        main(nil)
    }
}
