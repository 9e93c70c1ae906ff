internal import CCurl

/// Sends requests over HTTP and HTTPS, each on a connection of its own (libcurl-easy(3)).
///
/// Any thread may use it. No proxy is asked, no redirect followed, and nothing said about credentials in the address: what
/// a request carries goes to the server that is named, and to no other.
public struct HTTPClient: Sendable {
    /// Reached through `https:` its certificate must be valid for the name that the address has.
    public struct Options: Sendable {
        /// Certificates to trust in place of the system's; PEM.
        public var caFile: String?
        public var connectTimeout: Duration
        /// For all of a request, from the name's lookup to the last byte of the answer.
        public var totalTimeout: Duration
        /// Bytes of an answer's body; a longer one is an error.
        public var largestAnswer: Int

        public init(
            caFile: String? = nil,
            connectTimeout: Duration = .seconds(5),
            totalTimeout: Duration = .seconds(30),
            largestAnswer: Int = 16 << 20
        ) {
            self.caFile = caFile
            self.connectTimeout = connectTimeout
            self.totalTimeout = totalTimeout
            self.largestAnswer = largestAnswer
        }
    }

    /// What the server answered, whatever its status says.
    public struct Answer: Equatable, Sendable {
        public let status: Int
        public let body: [UInt8]
    }

    private let options: Options

    public init(_ options: Options) { self.options = options }

    /// Sends `body` with POST; each of `headers` is a whole line such as `Content-Type: application/json`.
    public func post(_ url: String, headers: [String], body: [UInt8]) throws(HTTPClientError) -> Answer {
        let handle = try Handle(options)
        return try handle.post(url, headers: headers, body: body)
    }
}

/// Why there is no answer.
public struct HTTPClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What happened in libcurl's words (libcurl-errors(3)), without the address and what was sent.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// A libcurl handle for one request.
@safe
private struct Handle: ~Copyable {
    private let curl: UnsafeMutableRawPointer
    private let largestAnswer: Int

    /// `curl_easy_init` would do this itself, but not safely from two threads at once; once more does no harm
    /// (curl_global_init(3)).
    private static let isLibraryReady = curl_global_init(3) == CURLE_OK  // CURL_GLOBAL_DEFAULT

    init(_ options: HTTPClient.Options) throws(HTTPClientError) {
        guard Handle.isLibraryReady, let curl = unsafe curl_easy_init() else {
            throw HTTPClientError("libcurl has no memory")
        }
        unsafe self.curl = curl
        largestAnswer = options.largestAnswer
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let caFile = options.caFile { set(CURLOPT_CAINFO, caFile) }
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(options.connectTimeout / .milliseconds(1)))
        set(CURLOPT_TIMEOUT_MS, Int(options.totalTimeout / .milliseconds(1)))
    }

    deinit { unsafe curl_easy_cleanup(curl) }

    func post(_ url: String, headers: [String], body: [UInt8]) throws(HTTPClientError) -> HTTPClient.Answer {
        set(CURLOPT_URL, url)
        var list: UnsafeMutablePointer<curl_slist>? = nil
        // Without this libcurl asks for permission first ("Expect: 100-continue") where the body is long.
        for header in headers + ["Expect:"] { unsafe list = curl_slist_append(list, header) }
        defer { unsafe curl_slist_free_all(list) }
        unsafe check(shim_setopt_pointer(curl, CURLOPT_HTTPHEADER, list))
        set(CURLOPT_POST, 1)
        set(CURLOPT_POSTFIELDSIZE, body.count)
        // The library makes a copy, so that the array need not outlive the call.
        unsafe body.withUnsafeBytes { bytes in
            let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            unsafe check(shim_setopt_pointer(curl, CURLOPT_COPYPOSTFIELDS, start))
        }
        let answer = AnswerBuffer(limit: largestAnswer)
        unsafe check(shim_setopt_pointer(curl, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque()))
        unsafe check(
            shim_setopt_write(curl) { buffer, size, count, context in
                guard let context = unsafe context else { return 0 }
                let bytes = unsafe UnsafeRawBufferPointer(start: buffer, count: size * count)
                let taken = unsafe Unmanaged<AnswerBuffer>.fromOpaque(context).takeUnretainedValue().take(bytes)
                return taken ? size * count : 0
            }
        )
        // libcurl calls back only while `curl_easy_perform` runs.
        let code = withExtendedLifetime(answer) { unsafe curl_easy_perform(curl) }
        guard !answer.isTooLong else { throw HTTPClientError("The answer has more than \(largestAnswer) bytes") }
        guard code == CURLE_OK else { throw unsafe HTTPClientError(String(cString: curl_easy_strerror(code))) }
        var status = 0
        unsafe check(shim_getinfo_long(curl, CURLINFO_RESPONSE_CODE, &status))
        return HTTPClient.Answer(status: status, body: answer.bytes)
    }

    private func set(_ option: CURLoption, _ value: Int) { unsafe check(shim_setopt_long(curl, option, value)) }
    private func set(_ option: CURLoption, _ value: String) { unsafe check(shim_setopt_string(curl, option, value)) }

    /// Every option here exists in the libcurl we are linked to, so what can fail is memory.
    private func check(_ code: CURLcode) {
        guard code == CURLE_OK else { fatalError("libcurl refused an option: \(code.rawValue)") }
    }
}

/// An answer's body as it comes.
private final class AnswerBuffer {
    private let limit: Int
    private(set) var bytes: [UInt8] = []
    private(set) var isTooLong = false

    init(limit: Int) { self.limit = limit }

    func take(_ more: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count + more.count <= limit else {
            isTooLong = true
            return false
        }
        unsafe bytes.append(contentsOf: more)
        return true
    }
}
