import JSON
import Logging
import MariaDB
import Secrets
import Storage
import Web

/// What a client is told, and what the log is told, when a request could not be served.
struct FailureAnswer {
    let response: Response
    let level: Logger.Level
    /// What went wrong without values: names of types, codes and statements with their placeholders.
    let metadata: Logger.Metadata

    init(_ error: any Error, requestID: String) {
        switch error {
        case let error as DatabaseError where error.isOutage:
            response = FailureAnswer.unavailable(
                error.kind == .commitUnknown
                    ? "The database went away while this was being saved. Look whether it was done before you repeat it."
                    : "The database does not answer at the moment. Please try again in some seconds."
            )
            level = .warning
        case let error as DatabaseError where error.kind == .conflict:
            response = FailureAnswer.unavailable(
                "Too many people are changing the same thing at the moment. Nothing was changed; please try again."
            )
            level = .warning
        case is SchemaBehind:
            response = FailureAnswer.unavailable("The server is being upgraded. Please try again in some seconds.")
            level = .warning
        default:
            let id = requestID.isEmpty ? "" : " If it happens again, tell your administrator this number: \(requestID)."
            response = .failure(.internalServerError, "Internal server error", "Something went wrong on our side.\(id)")
            level = .error
        }
        metadata = FailureAnswer.metadata(error)
    }

    private static func unavailable(_ detail: String) -> Response {
        .failure(.serviceUnavailable, "Service unavailable", detail).with("Retry-After", "2")
    }

    private static func metadata(_ error: any Error) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["error.type": "\(type(of: error))"]
        switch error {
        case let error as DatabaseError:
            metadata["error.kind"] = "\(error.kind)"
            metadata["error.code"] = "\(error.code)"
            metadata["error.state"] = "\(error.sqlState)"
            metadata["error.statement"] = error.statement.map { "\($0)" }
            // The server's own text may quote what a user wrote; the wrapper's does not.
            if error.kind == .decoding { metadata["error.message"] = "\(error.message)" }
        case let error as SchemaBehind: metadata["error.message"] = "\(error)"
        case let error as SecretsError: metadata["error.message"] = "\(error)"
        case let error as StorageError: metadata["error.message"] = "\(error)"
        default: break
        }
        return metadata
    }
}

extension Response {
    /// `{"error": …, "detail": sentence}`.
    static func failure(_ status: Status, _ error: String, _ detail: String) -> Response {
        .json(["error": .string(error), "detail": .string(detail)], status: status)
    }
}
