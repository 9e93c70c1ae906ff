/// The questions asked where neither the job nor its company has a set of its own.
public enum DefaultQuestions {
    /// The built-in set of a type, in the order of asking: an easy first question, the hardest in the middle.
    public static func set(for type: InterviewType) -> [Question] {
        switch type {
        case .technical: technical
        case .behavioral: behavioral
        case .coding: coding
        case .systemDesign: systemDesign
        case .general: general
        }
    }

    /// What candidates try their equipment out with; nobody keeps the answer.
    public static let practice = Question(
        type: "BEHAVIORAL",
        text: "This is a practice question, and nobody will hear your answer: what did you see on your way today?",
        timeLimitSeconds: 30
    )

    private static func ask(_ type: String, _ minutes: Int, _ text: String) -> Question {
        Question(type: type, text: text, timeLimitSeconds: minutes * 60)
    }

    private static let introduction = ask(
        "BEHAVIORAL",
        2,
        "Please introduce yourself: what do you work on at present, and which part of it do you like most?"
    )

    private static let technical = [
        introduction,
        ask(
            "TECHNICAL",
            4,
            """
            Choose a system you know well and explain how it works to somebody who joins your team tomorrow. \
            What would surprise them most?
            """
        ),
        ask(
            "TECHNICAL",
            4,
            """
            Tell us about the hardest bug you have found. What did you see first, what did you rule out on the way, \
            and how did you know that you had the real cause?
            """
        ),
        ask(
            "TECHNICAL",
            4,
            """
            A page that used to load in half a second now takes eight, and only for some users. \
            How do you find out why, step by step?
            """
        ),
        ask(
            "TECHNICAL",
            3,
            """
            Describe a technical decision of yours that turned out to be wrong. \
            What did you know then, what do you know now, and what did it cost to change?
            """
        ),
        ask(
            "TECHNICAL",
            3,
            "How do you decide what to test, and at which level? Give an example of a test you chose not to write."
        ),
        ask(
            "TECHNICAL",
            3,
            """
            You take over a service without documentation or tests, and it must change next week. \
            What do you do in the first two days?
            """
        ),
        ask(
            "TECHNICAL",
            3,
            "Which technology that you use every day would you replace if you could, by what, and what speaks against it?"
        ),
    ]

    private static let behavioral = [
        introduction,
        ask(
            "BEHAVIORAL",
            3,
            """
            Tell us about a time you disagreed with a colleague about something that mattered. \
            How did you settle it, and what is your relationship like today?
            """
        ),
        ask(
            "BEHAVIORAL",
            3,
            """
            Describe a project that did not go as planned. \
            What was your own part in that, and what did you do when you noticed?
            """
        ),
        ask(
            "BEHAVIORAL",
            3,
            "What is the most useful criticism you have ever been given? What did you change because of it?"
        ),
        ask(
            "BEHAVIORAL",
            3,
            """
            Think of a week with more work than time. \
            How did you decide what to leave undone, and whom did you tell?
            """
        ),
        ask(
            "BEHAVIORAL",
            3,
            "Tell us about somebody you helped to become better at their work. What exactly did you do?"
        ),
        ask(
            "BEHAVIORAL",
            3,
            """
            When did you last have to decide without the information you wanted? \
            What did you decide, and how did it turn out?
            """
        ),
    ]

    private static let coding = [
        ask(
            "BEHAVIORAL",
            2,
            "Please introduce yourself, and tell us which language you are most at home in and why you like it."
        ),
        ask(
            "CODING",
            4,
            """
            Given a text, find the first character that appears only once. \
            Explain your approach aloud, then how much time and memory it takes for a very long text.
            """
        ),
        ask(
            "CODING",
            5,
            """
            You have a long list of appointments, each with a start and an end. \
            How do you find out whether any two overlap, and how many rooms they need at most?
            """
        ),
        ask(
            "CODING",
            4,
            """
            A function removes duplicates from a list by comparing each element with all others, and has become too \
            slow. What do you change? What if the order must stay, and what if the list does not fit into memory?
            """
        ),
        ask(
            "CODING",
            4,
            """
            Two threads add to the same counter a thousand times each, and the result is below two thousand. \
            Why, and which ways of putting it right do you know?
            """
        ),
        ask(
            "CODING",
            3,
            "How do you read code you did not write and find out whether it is correct? Describe your last code review."
        ),
    ]

    private static let systemDesign = [
        ask(
            "BEHAVIORAL",
            2,
            "Please introduce yourself, and tell us about the largest system you have helped to build."
        ),
        ask(
            "TECHNICAL",
            5,
            """
            Design a service that shortens web addresses. Begin with the questions you would ask before you draw \
            anything, then the data you keep, then what happens when a short address is opened.
            """
        ),
        ask(
            "TECHNICAL",
            5,
            """
            Tickets for a concert go on sale at noon, and a hundred thousand people want five thousand seats. \
            How do you make sure that no seat is sold twice and that the page stays up?
            """
        ),
        ask(
            "TECHNICAL",
            4,
            """
            A message must be sent once for every order, although any part of the system may stop at any moment. \
            What can you promise, what can you not, and how do you come close?
            """
        ),
        ask(
            "TECHNICAL",
            4,
            """
            A database that served you well is getting too small. \
            Which steps would you take, in which order, before you divide the data over several machines?
            """
        ),
        ask(
            "TECHNICAL",
            3,
            "What would you measure in a service of yours to know, before your users do, that something is wrong?"
        ),
    ]

    private static let general = [
        introduction,
        ask(
            "BEHAVIORAL",
            3,
            "What made you apply for this position, and what would make it a good choice in two years?"
        ),
        ask(
            "BEHAVIORAL",
            3,
            """
            Tell us about a piece of work you are proud of. \
            What was difficult about it, and what did you do yourself?
            """
        ),
        ask(
            "BEHAVIORAL",
            3,
            "Describe a situation in which something went wrong at work. What did you do first, and what came of it?"
        ),
        ask(
            "BEHAVIORAL",
            2,
            "How do you learn something new that you need for your work? Take your latest example."
        ),
        ask(
            "BEHAVIORAL",
            2,
            "What should we know about how you like to work with others?"
        ),
    ]
}
