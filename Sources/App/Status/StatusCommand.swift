import ArgumentParser
import CivilTime
import JSON

/// `interviews status`.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say on one screen whether all is well.",
        discussion: """
            The first line is the answer: "all is well", or what is not. The exit status is 1 if anything is not. Nothing \
            is changed. 'interviews check' looks deeper; 'systemctl status interviews.target' tells of the processes.
            """
    )

    @Flag(help: "Print JSON: {\"well\": …, \"version\", \"problems\": […], \"figures\": {…}}.")
    var json = false

    func run() throws {
        let environment = try Environment.ofProcess()
        let now = SystemClock.read()
        let report = StatusReport(environment, at: now)
        print(json ? report.json.text : report.screen)
        guard report.problems.isEmpty else { throw ExitCode.failure }
    }
}
