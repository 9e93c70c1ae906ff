import CivilTime
public import Domain
public import JSON

/// A message of the outbox with everything that became of it.
public enum MailMessageJSON {
    public static func object(_ message: MailMessage, attempts: [MailAttempt], reports: [ReceivedReport]) -> JSON {
        [
            "id": .int(message.id),
            "kind": .string(message.kind),
            "role": .string(message.role),
            "interview": JSON(message.interviewID?.text),
            "version": .int(Int64(message.version)),
            "recipient": .string(message.recipient),
            "subject": .string(message.subject),
            "state": .string(message.state.rawValue),
            "state_display": .string(message.state.title),
            "next_attempt_at": JSON(message.nextAttemptAt?.iso8601),
            "give_up_at": .string(message.giveUpAt.iso8601),
            "reply_code": JSON(message.replyCode),
            "error": JSON(message.error),
            "address_dead": .bool(message.isAddressDead),
            "resend_of": JSON(message.resendOf),
            "can_cancel": .bool(message.canBeCancelled),
            "can_resend": .bool(!message.isUnderway && message.interviewID != nil),
            "created_at": .string(message.createdAt.iso8601),
            "sent_at": JSON(message.sentAt?.iso8601),
            "attempts": .array(attempts.map(attempt)),
            "reports": .array(reports.map(report)),
        ]
    }

    private static func attempt(_ attempt: MailAttempt) -> JSON {
        [
            "number": JSON(attempt.number),
            "started_at": .string(attempt.startedAt.iso8601),
            "finished_at": JSON(attempt.finishedAt?.iso8601),
            "outcome": JSON(attempt.outcome),
            "reply_code": JSON(attempt.replyCode),
            "reply": JSON(attempt.reply),
            "duration_ms": JSON(attempt.milliseconds),
        ]
    }

    private static func report(_ received: ReceivedReport) -> JSON {
        [
            "action": .string(received.report.action.rawValue),
            "status": .string(received.report.status),
            "diagnostic": .string(received.report.diagnostic),
            "received_at": .string(received.receivedAt.iso8601),
        ]
    }
}
