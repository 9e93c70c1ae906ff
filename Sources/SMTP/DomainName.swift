internal import CCurl
internal import Glibc

/// Domain names beyond ASCII, turned into those that every mail server knows.
enum DomainName {
    /// The name as the DNS has it (IDNA 2008, `xn--…`), or `nil` if it has no such form.
    ///
    /// libidn2, behind `curl_url_get`, takes text in the thread's locale.
    static func ascii(_ domain: String) -> String? {
        if domain.utf8.allSatisfy({ $0 < 0x80 }) { return domain }
        guard let locale = unsafe newlocale(1 << LC_CTYPE, "C.UTF-8", nil) else { return nil }
        defer { unsafe freelocale(locale) }
        let previous = unsafe uselocale(locale)
        defer { unsafe uselocale(previous) }
        guard let url = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(url) }
        guard unsafe curl_url_set(url, CURLUPART_HOST, domain, 0) == CURLUE_OK else { return nil }
        var text: UnsafeMutablePointer<CChar>?
        // 1 << 12 is CURLU_PUNYCODE.
        guard unsafe curl_url_get(url, CURLUPART_HOST, &text, 1 << 12) == CURLUE_OK, let text = unsafe text else {
            return nil
        }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
