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
}
