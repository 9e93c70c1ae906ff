import Domain
import Testing

struct DefaultQuestionsTests {
    @Test(arguments: InterviewType.allCases)
    func `every type has at least five different questions, each with time to answer`(type: InterviewType) {
        let questions = DefaultQuestions.set(for: type)

        #expect(questions.count >= 5)
        #expect(Set(questions.map(\.text)).count == questions.count)
        #expect(questions.allSatisfy { 60...600 ~= $0.timeLimitSeconds })
        #expect(questions.allSatisfy { ["TECHNICAL", "BEHAVIORAL", "CODING"].contains($0.type) })
        #expect(questions.allSatisfy { !$0.text.contains("\n") && !$0.text.contains("  ") })
    }

    @Test func `an interview of a type has questions of that type`() {
        #expect(DefaultQuestions.set(for: .coding).contains { $0.type == "CODING" })
        #expect(DefaultQuestions.set(for: .technical).contains { $0.type == "TECHNICAL" })
        #expect(DefaultQuestions.set(for: .behavioral).allSatisfy { $0.type == "BEHAVIORAL" })
    }

    @Test(arguments: [
        ("video/webm;codecs=vp9,opus", true), ("audio/mp4", true), ("video/webm; codecs=\"vp8\"", true),
        ("VIDEO/WEBM", true), ("text/html", false), ("video/webm\r\nX: y", false), ("", false),
        ("video/x-matroska", false),
        ("video/webm" + String(repeating: "x", count: 100), false),
    ])
    func `only what browsers record into is taken`(type: String, isSupported: Bool) {
        #expect(Recording.isSupported(type) == isSupported)
    }
}
