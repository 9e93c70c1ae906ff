import Domain
import Testing

struct AnswerReadingTests {
    @Test(arguments: ["", " \n\t", "[No speech detected]", "...", "—"])
    func `without words it is silence`(text: String) {
        #expect(AnswerReading(text) == .silence)
    }

    @Test(arguments: [
        "repeat", "Repeat the question, please.", "Could you repeat that?", "Can you say that again?", "Again please",
        "Sorry, can you please repeat the question?",
    ])
    func `a plain wish to hear it again is one`(text: String) {
        #expect(AnswerReading(text) == .repeatQuestion)
    }

    @Test(arguments: [
        "skip", "Skip this question, please", "I don't know.", "I don’t know the answer", "Next question please",
        "pass",
        "I have no idea", "I would like to skip",
    ])
    func `a plain wish to go on is one`(text: String) {
        #expect(AnswerReading(text) == .skip)
    }

    @Test(arguments: [
        "I would repeat the test with other data", "We skip the cache there", "I don't know Rust but I learn quickly",
        "No", "Yes.", "Again and again we had the same failure", "मुझे नहीं पता", "42", "It depends",
        "I would like to skip the introduction and start with the system that I built last year for a bank",
    ])
    func `a sentence that says anything else is an answer`(text: String) {
        #expect(AnswerReading(text) == .answer)
    }
}
