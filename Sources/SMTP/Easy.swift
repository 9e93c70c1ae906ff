internal import CCurl

/// A libcurl handle set up for one relay, and the connections it keeps.
///
/// Used by one thread.
@safe
struct Easy: ~Copyable {
    private let curl: UnsafeMutableRawPointer

    /// `curl_easy_init` would do this itself, but not safely from two threads at once.
    private static let isLibraryReady = curl_global_init(3) == CURLE_OK  // CURL_GLOBAL_DEFAULT

    init(_ relay: Relay) {
        guard Easy.isLibraryReady, let curl = unsafe curl_easy_init() else {
            fatalError("curl_easy_init: out of memory")
        }
        unsafe self.curl = curl
        set(CURLOPT_URL, relay.url)
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let caFile = relay.caFile { set(CURLOPT_CAINFO, caFile) }
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(relay.timeouts.connect / .milliseconds(1)))
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, Int(relay.timeouts.reply / .milliseconds(1)) / 1000))
        set(CURLOPT_TIMEOUT_MS, Int(relay.timeouts.total / .milliseconds(1)))
        set(CURLOPT_MAXAGE_CONN, 30)
    }

    deinit { unsafe curl_easy_cleanup(curl) }

    /// `secret` is the password, or the access token.
    func authenticate(_ authentication: Relay.Authentication, as user: String, secret: String) {
        set(CURLOPT_USERNAME, user)
        set(authentication == .xoauth2 ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, secret)
        guard authentication != .automatic else { return }
        set(CURLOPT_LOGIN_OPTIONS, "AUTH=\(authentication.rawValue.uppercased())")
    }

    /// Sends what `transfer` holds.
    func send(_ transfer: Transfer, size: Int, from sender: EmailAddress, to recipient: EmailAddress) -> Outcome {
        let recipients = unsafe curl_slist_append(nil, "<\(recipient.wire)>")
        defer { unsafe curl_slist_free_all(recipients) }
        set(CURLOPT_MAIL_FROM, "<\(sender.wire)>")
        unsafe check(shim_setopt_pointer(curl, CURLOPT_MAIL_RCPT, recipients))
        set(CURLOPT_UPLOAD, 1)
        unsafe check(shim_setopt_off(curl, CURLOPT_INFILESIZE_LARGE, curl_off_t(size)))
        return perform(transfer)
    }

    /// Connects, with TLS if the relay says so, and says nothing.
    func connect() -> Outcome {
        set(CURLOPT_CONNECT_ONLY, 1)
        return perform(Transfer([], onReply: nil))
    }

    /// libcurl calls back only while `curl_easy_perform` runs, so `transfer` outlives every use of the pointer.
    private func perform(_ transfer: Transfer) -> Outcome {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        let text = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe text.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer { unsafe text.deallocate() }
        unsafe check(shim_setopt_pointer(curl, CURLOPT_ERRORBUFFER, text))
        defer { unsafe check(shim_setopt_pointer(curl, CURLOPT_ERRORBUFFER, nil)) }
        unsafe listen(context)
        let code = withExtendedLifetime(transfer) { unsafe curl_easy_perform(curl) }
        return unsafe Outcome(
            code: code,
            replyCode: long(CURLINFO_RESPONSE_CODE),
            systemError: Int32(truncatingIfNeeded: long(CURLINFO_OS_ERRNO)),
            isNameKnown: off(CURLINFO_NAMELOOKUP_TIME_T) > 0,
            isConnected: off(CURLINFO_CONNECT_TIME_T) > 0,
            isEncrypted: off(CURLINFO_APPCONNECT_TIME_T) > 0,
            detail: String(cString: text)
        )
    }

    private func listen(_ context: UnsafeMutableRawPointer) {
        unsafe check(shim_setopt_pointer(curl, CURLOPT_READDATA, context))
        unsafe check(
            shim_setopt_read(curl) { buffer, size, count, context in
                guard let buffer = unsafe buffer, let context = unsafe context else { return 0 }
                let target = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
                return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().read(into: target)
            }
        )
        unsafe check(shim_setopt_pointer(curl, CURLOPT_HEADERDATA, context))
        unsafe check(
            shim_setopt_header(curl) { buffer, size, count, context in
                guard let context = unsafe context else { return 0 }
                let line = unsafe UnsafeRawBufferPointer(start: buffer, count: size * count)
                let mayGoOn = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().received(line)
                return mayGoOn ? size * count : 0
            }
        )
        unsafe check(shim_setopt_pointer(curl, CURLOPT_DEBUGDATA, context))
        unsafe check(
            shim_setopt_debug(curl) { _, type, buffer, count, context in
                guard type == CURLINFO_HEADER_OUT, let context = unsafe context else { return 0 }
                let command = unsafe UnsafeRawBufferPointer(start: buffer, count: count)
                unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().sent(command)
                return 0
            }
        )
        set(CURLOPT_VERBOSE, 1)
    }

    private func set(_ option: CURLoption, _ value: Int) { unsafe check(shim_setopt_long(curl, option, value)) }
    private func set(_ option: CURLoption, _ value: String) { unsafe check(shim_setopt_string(curl, option, value)) }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe check(shim_getinfo_long(curl, info, &value))
        return value
    }

    private func off(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        unsafe check(shim_getinfo_off(curl, info, &value))
        return Int64(value)
    }

    /// Every option here exists in the libcurl we are linked to, so what can fail is memory.
    private func check(_ code: CURLcode) {
        guard code == CURLE_OK else { fatalError("libcurl refused an option: \(code.rawValue)") }
    }
}
