package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.contract.Operation;

/** Mutations of the headers, such as media types and conditions. */
final class HeaderAttacks {

    private static final List<String> REFUSED_TYPES = List.of(
            "",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "application/jsonp",
            "application/json5",
            "json",
            "application/",
            ";",
            "*/*",
            "a/b/c",
            "application/json application/json",
            "application/json; charset=iso-8859-1",
            "application/json; charset=utf-16",
            "application/json; charset=none");

    private static final List<String> JSON_TYPES = List.of(
            "application/json; charset=utf-8",
            "application/json;charset=UTF-8",
            "APPLICATION/JSON",
            "application/json; a=\"b;c\"",
            "application/json;",
            "application/json, text/plain");

    private static final List<String> REFUSED_ACCEPTS = List.of(
            "text/html",
            "application/xml",
            "image/*",
            "text/plain, application/pdf",
            "application/json;q=0",
            "*/*;q=0",
            "text/html, */*;q=0.0");

    private static final List<String> ACCEPTS = List.of(
            "*/*",
            "application/*",
            "application/json",
            "application/yaml",
            "application/json;q=2",
            "application/json;q=a",
            "application/json, json",
            "application/json, , text/html",
            "application/json;q=1.5, */*",
            "application/yaml;q=-1, /;;=, application/json",
            "application/problem+json",
            "text/event-stream",
            "text/html, */*;q=0.1",
            "a",
            "/",
            ",",
            ";",
            "application/json;version=2",
            "\u00ff/\u00ff");

    private static final List<String> OTHERS = List.of(
            "X-Request-Id: " + "a".repeat(300),
            "X-Request-Id: a b\tc",
            "X-Request-Id: \u00ff\u00fe",
            "X-Request-Id: <script>",
            "X-Request-Id: ${jndi:ldap://127.0.0.1:1/a}",
            "X-HTTP-Method-Override: DELETE",
            "X-Method-Override: PUT",
            "X-Forwarded-For: 10.0.0.1",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: gopher",
            "X-Forwarded-Prefix: /../evil",
            "Forwarded: for=\"_\";host=evil.example",
            "X-Original-URL: /q/health",
            "X-Rewrite-URL: /q/health",
            "Origin: https://evil.example",
            "Origin: null",
            "Referer: https://evil.example/",
            "Cookie: a=b; PRIVATE-TOKEN=c",
            "Accept-Encoding: gzip, br;q=1.0, *;q=0",
            "Accept-Encoding: identity;q=0",
            "Accept-Language: \u00ff",
            "Accept-Charset: utf-16",
            "Range: bytes=0-1",
            "Range: bytes=9-1,a",
            "If-Modified-Since: yesterday",
            "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
            "If-Range: \"1\"",
            "If-Match: 42",
            "If-Match: \"",
            "If-Match: \"\"",
            "If-Match: *, \"1\"",
            "If-Match: \"999999999999999999999\"",
            "If-Match: \"a\" \"b\"",
            "If-Match: W/\"1\"",
            "If-Match: \"\u00ff\"",
            "If-None-Match: 42",
            "If-None-Match: \"",
            "If-None-Match: *",
            "If-None-Match: W/W/\"1\"",
            "If-None-Match: \"1\",,\"2\"",
            "Prefer: wait=-1",
            "Prefer: wait=1e9",
            "Prefer: wait=99999999999999999999",
            "Prefer: wait=\"1\"",
            "Prefer: respond-async, wait=a",
            "Last-Event-ID: -1",
            "Upgrade: websocket",
            "TE: trailers, deflate",
            "Via: 1.0 a",
            "Max-Forwards: 0",
            "Content-Language: \u00ff",
            "Content-Range: bytes 0-1/2",
            "Content-Disposition: form-data",
            "Date: never",
            "Pragma: no-cache",
            "Cache-Control: only-if-cached",
            "From: a@b",
            "Sec-Fetch-Site: cross-site",
            "Gitlab-Token: a",
            "JOB-TOKEN: a",
            "X-Long: " + "a".repeat(12_000),
            "A: b",
            "X-Empty:",
            "User-Agent: ' or 1=1 --");

    private static final List<String> INVALID_HTTP_LINES = List.of(
            "X-Long: " + "a".repeat(20_000),
            "No colon",
            "X Space: a",
            "X-Nul: a\0b",
            "X-Ret: a\rb",
            ": a",
            "Content-Length: -1",
            "Content-Length: a");

    private final GoodRequests good;

    HeaderAttacks(GoodRequests good) {
        this.good = good;
    }

    List<Attack> on(Operation operation) {
        var attacks = new ArrayList<Attack>();
        if (!operation.bodies().isEmpty()) {
            for (var type : REFUSED_TYPES) {
                attacks.add(with(operation, "Content-Type: " + type, ExpectedResponse.status(400, 415)));
            }
            JSON_TYPES.forEach(
                    type -> attacks.add(with(operation, "Content-Type: " + type, ExpectedResponse.DECLARED)));
            attacks.add(new Attack(
                    operation,
                    "no Content-Type",
                    random -> new FuzzCase(
                            "no Content-Type",
                            good.plain(operation, random).minusHeader("Content-Type"),
                            ExpectedResponse.status(415))));
        }
        attacks.add(with(operation, "Transfer-Encoding: chunked", ExpectedResponse.DECLARED));
        REFUSED_ACCEPTS.forEach(
                accept -> attacks.add(with(operation, "Accept: " + accept, ExpectedResponse.status(406))));
        ACCEPTS.forEach(accept -> attacks.add(with(operation, "Accept: " + accept, ExpectedResponse.DECLARED)));
        OTHERS.forEach(line -> attacks.add(with(operation, line, ExpectedResponse.DECLARED)));
        INVALID_HTTP_LINES.forEach(line -> attacks.add(with(operation, line, ExpectedResponse.INVALID_HTTP)));
        return attacks;
    }

    private Attack with(Operation operation, String line, ExpectedResponse expected) {
        var colon = line.indexOf(':');
        var description = line.length() > 60 ? line.substring(0, 60) + "..." : line;
        return new Attack(operation, description, random -> {
            var request = good.plain(operation, random);
            if (colon > 0) {
                return new FuzzCase(
                        description,
                        request.withHeader(
                                line.substring(0, colon),
                                line.substring(colon + 1).stripLeading()),
                        expected);
            }
            var lines = new ArrayList<>(request.headers());
            lines.add(line);
            return new FuzzCase(
                    description,
                    new Request(request.method(), request.path(), request.query(), lines, request.body()),
                    expected);
        });
    }
}
