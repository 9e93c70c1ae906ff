public import Domain
public import JSON

/// The answers of `/ai/*`, in the shapes of the contract.
public enum ConversationJSON {
    /// The first question, or the one where the candidate was.
    public static func started(
        _ asked: AskedQuestion,
        of count: Int,
        session: String,
        audio: String,
        isResumed: Bool,
        accommodation: Accommodation
    ) -> JSON {
        var object: JSON.Object = [
            "session_id": .string(session),
            "question": .string(asked.question.text),
            "audio_url": .string(audio),
            "question_number": .int(Int64(asked.position)),
            "max_questions": .int(Int64(count)),
            "resumed": .bool(isResumed),
        ]
        add(asked, accommodation, to: &object)
        return .object(object)
    }

    /// The question that comes after an answer; `text` is how it is asked.
    public static func next(
        _ asked: AskedQuestion,
        of count: Int,
        text: String,
        audio: String,
        transcript: String,
        accommodation: Accommodation
    ) -> JSON {
        var object: JSON.Object = [
            "transcript": .string(transcript),
            "completed": false,
            "next_question": .string(text),
            "audio_url": .string(audio),
            "question_number": .int(Int64(asked.position)),
            "max_questions": .int(Int64(count)),
            "continuous": true,
        ]
        add(asked, accommodation, to: &object)
        return .object(object)
    }

    /// The same question, since nothing was heard.
    public static func retry(_ asked: AskedQuestion, of count: Int, transcript: String) -> JSON {
        [
            "transcript": .string(transcript),
            "completed": false,
            "acknowledge": true,
            "message": "I didn't catch that. Please try again.",
            "question_number": .int(Int64(asked.position)),
            "max_questions": .int(Int64(count)),
            "continuous": true,
        ]
    }

    /// After the last answer; `transcript` is that answer's.
    public static func done(transcript: String) -> JSON {
        [
            "transcript": .string(transcript),
            "completed": true,
            "final_message": .string(farewell),
            "final_audio_url": "",
        ]
    }

    /// For one who starts again after the last answer.
    public static func over(session: String) -> JSON {
        ["session_id": .string(session), "completed": true, "final_message": .string(farewell)]
    }

    /// The question once more.
    public static func again(_ asked: AskedQuestion, of count: Int, audio: String) -> JSON {
        [
            "next_question": .string(asked.question.text),
            "audio_url": .string(audio),
            "question_number": .int(Int64(asked.position)),
            "max_questions": .int(Int64(count)),
        ]
    }

    /// The answer begun anew.
    public static func retake(_ asked: AskedQuestion, accommodation: Accommodation) -> JSON {
        var object: JSON.Object = ["question_number": .int(Int64(asked.position))]
        add(asked, accommodation, to: &object)
        return .object(object)
    }

    /// The times of a question, extra time included, and what else its answer may be.
    private static func add(_ asked: AskedQuestion, _ accommodation: Accommodation, to object: inout JSON.Object) {
        let question = asked.question
        object["time_limit_seconds"] = .int(Int64(accommodation.scaled(question.timeLimitSeconds)))
        object["preparation_seconds"] = .int(Int64(accommodation.scaled(question.preparationSeconds)))
        object["attempt"] = .int(Int64(asked.attempt))
        object["retakes_left"] = .int(Int64(asked.retakesLeft))
        object["pause_allowed"] = .bool(asked.allowsPause)
    }

    private static let farewell = "Thank you. That was the last question."
}
