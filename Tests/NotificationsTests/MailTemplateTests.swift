import CivilTime
import Domain
import Foundation
import Secrets
import Store
import TestSupport
import Testing
import Views

/// Every template with every mail that it may be given, since an unknown name prints nothing and would go unseen.
@Suite struct MailTemplateTests {
    private static let messages = [
        "scheduled", "rescheduled", "cancelled", "reminder", "completed", "invitation", "recruiter-scheduled",
        "recruiter-rescheduled", "recruiter-cancelled", "recruiter-completed", "recruiter-undelivered", "calendar",
    ]

    private let templates: Templates
    private let policy = PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800)

    init() throws { templates = try Fixture.templates() }

    /// The mails that a message's templates are rendered with: all that can be said, and the least.
    private func mails(_ message: String, _ language: MailLanguage) throws -> [InterviewMail] {
        try [true, false].map { isFull in
            let reader = message.hasPrefix("recruiter") ? InterviewMail.Reader.recruiter(name: "Ravi") : .candidate
            let facts = try facts(isFull)
            var mail = InterviewMail(facts, for: reader, in: language, policy: policy)
            switch message {
            case "rescheduled", "recruiter-rescheduled":
                mail = mail.moved(from: facts.startsAt.adding(seconds: -3600), facts, for: reader, in: language)
            case "recruiter-undelivered":
                mail = mail.undelivered(to: "asha@example.org", because: "No.", link: isFull ? facts.link : nil)
            case "invitation":
                mail = InterviewMail(try invitation(isFull), link: facts.link, zones: zones(facts), in: language)
            default: break
            }
            return mail.composed(subject: "S", replyTo: isFull ? "hr@example.org" : nil, hasCalendar: isFull)
        }
    }

    private func zones(_ facts: BookingFacts) -> MailZones {
        MailZones(candidate: facts.candidateZone, company: facts.zone)
    }

    private func facts(_ isFull: Bool) throws -> BookingFacts {
        BookingFacts(
            interviewID: EntityID(trusted: UUIDText.v4()),
            version: 1,
            candidateName: "Asha Rao",
            candidateEmail: "asha@example.org",
            job: isFull ? "Engineer" : "",
            company: isFull ? "Acme" : "",
            startsAt: Fixture.starts,
            endsAt: Fixture.starts.adding(seconds: 600),
            zone: try Zone.named("Asia/Kolkata"),
            candidateZone: isFull ? try Zone.named("Europe/London") : nil,
            interviewType: "system_design",
            notes: isFull ? "Bring a pen." : "",
            link: "http://localhost:8000/?session_key=0123",
            contact: isFull ? "hr@example.org" : "",
            signature: isFull ? "The people of Acme" : ""
        )
    }

    private func invitation(_ isFull: Bool) throws -> Invitation {
        Invitation(
            id: EntityID(trusted: UUIDText.v4()),
            interviewID: EntityID(trusted: UUIDText.v4()),
            interviewIsOpen: true,
            candidateID: 1,
            candidateName: "Asha Rao",
            candidateEmail: "asha@example.org",
            candidateZoneName: nil,
            locale: "en",
            companyID: 1,
            companyName: "Acme",
            zoneName: nil,
            jobID: nil,
            jobTitle: isFull ? "Engineer" : nil,
            contact: isFull ? "hr@example.org" : "",
            terms: .init(
                firstDay: nil,
                lastDay: nil,
                expiresAt: Fixture.starts,
                isRevoked: false,
                moves: 0,
                changes: 0,
                mails: 1
            ),
            booking: nil
        )
    }

    @Test(arguments: MailLanguage.allCases, messages)
    func `every template of a language renders with every mail it may be given`(
        language: MailLanguage,
        message: String
    ) throws {
        let isForRecruiters = message.hasPrefix("recruiter")
        let folder = "mail/\(language.rawValue)/\(message)/"
        let names = templates.names.filter { $0.hasPrefix(folder) }
        #expect(names.count == (isForRecruiters && language != .english ? 0 : 3))
        for name in names {
            for mail in try mails(message, language) {
                let text = try #require(templates.render(name, mail))

                #expect(!text.contains("{{") && !text.contains("}}"))
                #expect(!text.isEmpty)
                for used in try topLevelNames(name) {
                    #expect(
                        mail.has(used) || message == "recruiter-undelivered",
                        "\(name) prints \(used), which may be missing"
                    )
                }
            }
        }
    }

    @Test func `no template uses a name that no mail has, nor a part that is not there`() throws {
        let names = templates.names.filter { $0.hasPrefix("mail/") }
        #expect(names.count >= 80)

        for name in names {
            let text = try source(name)
            for match in text.matches(of: /\{\{\{?[#^\/]?\s*([a-z_]+)\s*\}?\}\}/) {
                #expect(InterviewMail.names.contains(String(match.1)), "\(name) uses \(match.1)")
            }
            for match in text.matches(of: /\{\{>\s*(\S+)\s*\}\}/) {
                #expect(names.contains(String(match.1)), "\(name) includes \(match.1)")
            }
        }
    }

    private func source(_ name: String) throws -> String {
        try String(contentsOfFile: "\(TestDatabase.checkout)/templates/\(name).mustache", encoding: .utf8)
    }

    /// The names that a template, with its parts, prints outside of sections.
    private func topLevelNames(_ name: String) throws -> Set<String> {
        var text = try source(name)
        while let part = text.firstMatch(of: /\{\{>\s*(\S+)\s*\}\}/) {
            text.replaceSubrange(part.range, with: try source(String(part.1)))
        }
        while let section = text.firstMatch(of: /\{\{[#^]([a-z_]+)\}\}/) {
            let end = try #require(text.range(of: "{{/\(section.1)}}", range: section.range.upperBound..<text.endIndex))
            text.removeSubrange(section.range.lowerBound..<end.upperBound)
        }
        return Set(text.matches(of: /\{\{\{?([a-z_]+)\}?\}\}/).map { String($0.1) })
    }
}
