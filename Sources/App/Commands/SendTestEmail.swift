import ArgumentParser
import CivilTime
import Notifications
import Secrets

/// `interviews test-email`.
struct SendTestEmail: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test-email",
        abstract: "Send a real message by the mail settings and tell each step.",
        discussion: "On failure it says what is wrong and what to change, and exits with status 1."
    )

    @Argument(help: "Where to send it.")
    var address: String

    func run() throws {
        let environment = try Environment.ofProcess()
        let test = TestEmail(environment.emailSettings, helloName: Environment.helloName) { print($0) }
        let isSent = test.send(to: address, id: RandomBytes.make(count: 16).hex, at: SystemClock.read())
        guard isSent else { throw ExitCode.failure }
    }
}
