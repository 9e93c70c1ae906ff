import FastCGI
import Web

/// Why the parameters do not make a request.
enum MalformedRequest: Error {
    case path, query, header

    var sentence: String {
        switch self {
        case .path: "The path of the address is not valid percent-encoded UTF-8."
        case .query: "The query of the address is not valid percent-encoded UTF-8."
        case .header: "A header of the request is not valid UTF-8."
        }
    }
}

extension Request {
    /// The request that nginx describes with `parameters`.
    init(_ parameters: Parameters, body: [UInt8]) throws(MalformedRequest) {
        let path = try Request.path(parameters)
        let query = try Request.query(parameters)
        var headers = Headers()
        try parameters.forEachHeader { (name, value) throws(MalformedRequest) in
            guard let field = Request.fieldName(name), !value.text.isEmpty else { return }
            guard !value.isRepaired else { throw .header }
            headers.add(field, value.text)
        }
        self.init(
            parameters["REQUEST_METHOD"]?.text ?? "",
            path,
            query: query,
            headers: headers,
            body: body,
            remoteAddress: parameters["REMOTE_ADDR"]?.text ?? "",
            id: parameters["REQUEST_ID"]?.text ?? ""
        )
    }

    /// nginx decodes DOCUMENT_URI; REQUEST_URI is the address as the client wrote it.
    private static func path(_ parameters: Parameters) throws(MalformedRequest) -> String {
        if let path = parameters["DOCUMENT_URI"], !path.text.isEmpty {
            guard !path.isRepaired else { throw .path }
            return path.text
        }
        let address = parameters["REQUEST_URI"]?.text ?? "/"
        guard let path = PercentEncoding.decode(address.utf8.prefix { $0 != UInt8(ascii: "?") }, plusIsSpace: false)
        else { throw .path }
        return path
    }

    private static func query(_ parameters: Parameters) throws(MalformedRequest) -> [(name: String, value: String)] {
        guard let query = parameters["QUERY_STRING"] else { return [] }
        guard !query.isRepaired, let pairs = PercentEncoding.pairs(query.text.utf8) else { throw .query }
        return pairs
    }

    /// `Content-Type` for CONTENT_TYPE, `X-Requested-With` for HTTP_X_REQUESTED_WITH, `nil` for what is no header.
    private static func fieldName(_ name: String) -> String? {
        if let usual = usualFields[name] { return usual }
        guard name.hasPrefix("HTTP_") else { return nil }
        return name.dropFirst(5).split(separator: "_", omittingEmptySubsequences: false).map { word in
            word.prefix(1) + word.dropFirst().lowercased()
        }.joined(separator: "-")
    }

    /// Those that almost every request has, so that none of their names is put together anew.
    private static let usualFields: [String: String] = [
        "CONTENT_TYPE": "Content-Type", "CONTENT_LENGTH": "Content-Length", "HTTP_ACCEPT": "Accept",
        "HTTP_ACCEPT_ENCODING": "Accept-Encoding", "HTTP_ACCEPT_LANGUAGE": "Accept-Language",
        "HTTP_AUTHORIZATION": "Authorization", "HTTP_CACHE_CONTROL": "Cache-Control", "HTTP_CONNECTION": "Connection",
        "HTTP_CONTENT_LENGTH": "Content-Length", "HTTP_CONTENT_TYPE": "Content-Type", "HTTP_COOKIE": "Cookie",
        "HTTP_HOST": "Host", "HTTP_ORIGIN": "Origin", "HTTP_REFERER": "Referer",
        "HTTP_SEC_FETCH_DEST": "Sec-Fetch-Dest",
        "HTTP_SEC_FETCH_MODE": "Sec-Fetch-Mode", "HTTP_SEC_FETCH_SITE": "Sec-Fetch-Site",
        "HTTP_USER_AGENT": "User-Agent", "HTTP_X_REQUESTED_WITH": "X-Requested-With",
    ]
}
