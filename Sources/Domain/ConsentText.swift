/// What a candidate agrees to before anything is recorded.
///
/// The words of a version never change, for they are what was agreed to: new words are a new version in front.
public struct ConsentText: Equatable, Sendable {
    /// One point, with what it is about in a few words.
    public struct Point: Equatable, Sendable {
        public let title: String
        public let text: String
    }

    public let version: String
    public let points: [Point]

    /// Every version, the newest first.
    ///
    /// `{company}` stands for the company's name.
    public static let versions = [
        ConsentText(
            version: "2026-11",
            points: [
                Point(
                    title: "What is recorded.",
                    text:
                        "Your picture and voice while you answer, and what you type. Nothing before the first question, and "
                        + "nothing after the last."
                ),
                Point(
                    title: "Who gets it.",
                    text: "The people at {company} who decide about this position. It is not published and not sold."
                ),
                Point(
                    title: "How it is judged.",
                    text:
                        "People watch and read your answers. Your face, voice or emotions are not measured by a computer."
                ),
                Point(
                    title: "Where it is kept.",
                    text:
                        "On the server of this site. You may ask {company} at any time what is kept, and to delete it."
                ),
                Point(
                    title: "You decide.",
                    text:
                        "If you do not agree, nothing is recorded and this page stores nothing. Ask {company} for another way "
                        + "to be interviewed."
                ),
            ]
        )
    ]

    public static var current: ConsentText { versions[0] }

    /// The points as they are shown to a candidate of that company.
    public func points(company: String) -> [Point] {
        points.map { Point(title: $0.title, text: $0.text.replacing("{company}", with: company)) }
    }
}
