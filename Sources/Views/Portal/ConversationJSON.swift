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
        isResumed: Bool
    ) -> JSON {
        [
            "session_id": .string(session),
            "question": .string(asked.question.text),
            "audio_url": .string(audio),
            "question_number": .int(Int64(asked.position)),
            "max_questions": .int(Int64(count)),
            "time_limit_seconds": .int(Int64(asked.question.timeLimitSeconds)),
            "resumed": .bool(isResumed),
        ]
    }

    /// The question that comes after an answer; `text` is how it is asked.
    public static func next(
        _ asked: AskedQuestion,
        of count: Int,
        text: String,
        audio: String,
        transcript: String
    ) -> JSON {
        [
            "transcript": .string(transcript),
            "completed": false,
            "next_question": .string(text),
            "audio_url": .string(audio),
            "question_number": .int(Int64(asked.position)),
            "max_questions": .int(Int64(count)),
            "continuous": true,
            "time_limit_seconds": .int(Int64(asked.question.timeLimitSeconds)),
        ]
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

    private static let farewell = "Thank you. That was the last question."
}
