import ArgumentParser
import CivilTime
import JSON

/// `interviews check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify settings, database, files and mail settings.",
        discussion: """
            One line for each item: ok, warn or FAIL, and what to change. Nothing is changed and no mail is sent. The \
            exit status is 1 if anything fails. Run it as the user that the service runs as. With --deep every booking \
            is read as well, and each row that breaks a rule is named; a server may be running meanwhile.
            """
    )

    @Flag(help: "Print JSON: {\"ok\": …, \"items\": [{\"name\", \"status\", \"message\"}]}.")
    var json = false

    @Flag(help: "Also prove that the bookings in the database agree with each other.")
    var deep = false

    func run() throws {
        let environment = try Environment.ofProcess()
        let findings = Check.findings(environment) + (deep ? Check.bookings(environment, at: SystemClock.read()) : [])
        let isFine = !findings.contains { $0.level == .fail }
        if json {
            print(JSON.object(["ok": .bool(isFine), "items": .array(findings.map(\.json))]).text)
        } else {
            for finding in findings { print(finding.line) }
        }
        guard isFine else { throw ExitCode.failure }
    }

    static func findings(_ environment: Environment) -> [Finding] {
        let settings: Settings
        do {
            settings = try Settings(environment)
        } catch {
            return error.problems.map { .fail("settings", $0.sentence) }
        }
        return [.ok("settings", "every value can be used")]
            + DatabaseCheck(settings).findings()
            + FileCheck(settings).findings()
            + MailCheck(environment).findings()
            + DeliveryCheck(settings).findings(at: SystemClock.read())
    }

    /// What the rows of the bookings say; nothing when the settings, which are a finding already, cannot be used.
    static func bookings(_ environment: Environment, at now: Instant) -> [Finding] {
        do {
            return BookingCheck(try Settings(environment)).findings(at: now)
        } catch {
            return []
        }
    }
}
