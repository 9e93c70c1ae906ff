internal import CCurl
internal import Glibc

/// What libcurl says about a transfer that has ended.
struct Outcome {
    var code: CURLcode
    /// The last reply, 0 when there was none.
    var replyCode: Int
    var systemError: Int32
    var isNameKnown: Bool
    var isConnected: Bool
    var isEncrypted: Bool
    /// libcurl's own sentence, which may name host and certificate, never credentials.
    var detail: String
}

extension Outcome {
    /// What kind of failure this is.
    ///
    /// The reply code is the better witness: libcurl's code says where it noticed. `isVerdictMissing` says that the whole
    /// message was read and no reply to it was: libcurl's reply code cannot, for half a line of a reply makes it 0.
    func kind(in phase: MailError.Phase, isVerdictMissing: Bool) -> MailError.Kind {
        if isVerdictMissing { return .ambiguous }
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE:
            return .certificate
        case CURLE_COULDNT_RESOLVE_HOST: return .unknownHost
        case CURLE_COULDNT_CONNECT: return systemError == ECONNREFUSED ? .refused : .unreachable
        case CURLE_SSL_CONNECT_ERROR: return detail.contains("wrong version number") ? .tlsMode : .interrupted
        default: break
        }
        switch replyCode {
        case 400..<500: return .temporary
        case 530, 534, 535, 538: return .authentication
        case 500..<600 where phase == .authentication: return .authentication
        case 500..<600 where code != CURLE_USE_SSL_FAILED: return .permanent
        default: break
        }
        return switch code {
        case CURLE_USE_SSL_FAILED: .tlsMode
        case CURLE_LOGIN_DENIED: .authentication
        case CURLE_OPERATION_TIMEDOUT: phase == .connect && !isNameKnown ? .unknownHost : .timeout
        default: .interrupted
        }
    }
}
