public import CivilTime
public import Documents
public import Domain

/// What was asked and answered in one interview, for the candidate to keep.
public struct TranscriptDocument: Sendable {
    /// Characters of an answer that are printed: a quarter of an hour of speech, and no more work than a page may be.
    public static let longestAnswer = 20_000

    public let pdf: PDF

    /// Questions that were not answered are shown once nothing can be answered any more.
    public init(_ session: PortalSession, _ questions: [AskedQuestion], isOver: Bool, zone: Zone, at now: Instant) {
        let company = session.companyName ?? "the company"
        var paragraphs = [Paragraph(.title, "Interview transcript")]
        paragraphs.append(Paragraph(.strong, session.candidateName))
        if let job = session.jobTitle { paragraphs.append(Paragraph(.text, "\(job) at \(company)")) }
        paragraphs.append(Paragraph(.text, "Interview of \(session.startsAt.longText(in: zone))"))
        paragraphs.append(Paragraph(.note, TranscriptDocument.status(isOver: isOver, zone: zone, at: now)))
        let shown = questions.filter { isOver || $0.answer != nil }
        if shown.isEmpty { paragraphs.append(Paragraph(.text, "No question has been answered yet.")) }
        for asked in shown {
            paragraphs += TranscriptDocument.paragraphs(asked, of: questions.count, zone: zone)
        }
        pdf = PDF(
            title: "Interview transcript: \(session.candidateName)",
            author: company,
            date: now.iso8601,
            paragraphs: paragraphs
        )
    }

    private static func status(isOver: Bool, zone: Zone, at now: Instant) -> String {
        let time = now.longText(in: zone)
        return isOver
            ? "Complete; printed on \(time)." : "The interview was still going on when this was printed, on \(time)."
    }

    private static func paragraphs(_ asked: AskedQuestion, of count: Int, zone: Zone) -> [Paragraph] {
        var paragraphs = [
            Paragraph(.heading, "Question \(asked.position) of \(count)"), Paragraph(.strong, asked.question.text),
        ]
        guard let answer = asked.answer else {
            paragraphs.append(Paragraph(.text, "Not answered."))
            return paragraphs
        }
        let isEmpty = answer.text.allSatisfy(\.isWhitespace)
        let shown = answer.text.prefix(longestAnswer)
        paragraphs.append(Paragraph(.text, isEmpty ? "No words of this answer were taken down." : String(shown)))
        if shown.endIndex < answer.text.endIndex {
            paragraphs.append(Paragraph(.note, "The rest of this answer is kept, but not printed here."))
        }
        paragraphs.append(Paragraph(.note, "Answered on \(answer.at.longText(in: zone))."))
        return paragraphs
    }
}
