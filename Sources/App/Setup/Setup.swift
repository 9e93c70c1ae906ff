import ArgumentParser
import MariaDB

/// `interviews setup`.
struct Setup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the secrets, the database and the account that the services need.",
        discussion: """
            Run it as root, who is MariaDB's administrator on Debian (unix_socket). Each step is explained, and what \
            is there already is left alone, so it may be run again at any time. --print changes nothing: it prints \
            the same steps as commands to read and to run by hand.
            """
    )

    @Flag(name: .customLong("print"), help: "Print the steps as a shell script instead of carrying them out.")
    var printsOnly = false

    @Option(help: "The user that the services run as; MariaDB lets in that user and no other, without a password.")
    var user = "interviews"

    @Option(help: "The folder of the secrets that systemd hands to the services.")
    var secretsFolder = Environment.installedFolder

    func run() throws {
        let settings = try Settings(Environment.ofProcess())
        let steps = try SetupSteps(settings: settings, user: user, secretsFolder: secretsFolder).all()
        do {
            for step in steps {
                print(step.explanation(asScript: printsOnly))
                if !printsOnly { print("  -> \(try step.carryOut())\n") }
            }
        } catch let error as DatabaseError {
            throw Refusal(DatabaseAdvice.sentence(error, settings.database))
        }
        if !printsOnly { print(Setup.rest) }
    }

    private static let rest = """
        What is left to do by hand:
          1. \(Environment.installedFile): BACKEND_URL and the EMAIL_ settings;
             the relay's password alone goes into \(Environment.installedFolder)/email-host-password
          2. interviews user add YOU@EXAMPLE.ORG --role ADMIN
          3. the certificate and the name of the site: /etc/nginx/sites-available/interviews.conf
             ln -s ../sites-available/interviews.conf /etc/nginx/sites-enabled/
             nginx -t && systemctl reload nginx
          4. systemctl enable --now interviews.target
          5. interviews check, and interviews test-email YOU@EXAMPLE.ORG
        """
}
