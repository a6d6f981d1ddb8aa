package dev.duoconfig.contract;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.restassured.builder.ResponseBuilder;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;

/**
 * Makes every REST Assured call a contract test: the call fails if {@code openapi.yaml} does not declare the status, headers,
 * content type, or body of the response. On paths without an operation, only the declared problems are allowed.
 */
public final class SpecFilter implements Filter {

    private final Contract contract = Contract.published();

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        var response = context.next(request, expected);
        // The body can be read only once, so the test gets a copy of the response.
        var body = response.asByteArray();
        var readable = new ResponseBuilder().clone(response).setBody(body).build();
        var exchange = new Exchange(
                request.getMethod(),
                URI.create(request.getURI())
                        .getRawPath()
                        .substring(prefix(request).length()),
                response.statusCode(),
                byName(response.headers()),
                readable.asString());
        if (!exchange.isFrameworkPath() && !isPreflight(request)) {
            validate(exchange);
        }
        return PlainPaths.in(readable);
    }

    private void validate(Exchange exchange) {
        var violations = exchange.violations(contract);
        if (!violations.isEmpty()) {
            throw new AssertionError("The response of %s %s with status %d does not match openapi.yaml:%n- %s%nBody: %s"
                    .formatted(
                            exchange.method(),
                            exchange.path(),
                            exchange.status(),
                            String.join(System.lineSeparator() + "- ", violations),
                            exchange.body()));
        }
    }

    /** The root path of the service, which precedes the paths of the contract. */
    private static String prefix(FilterableRequestSpecification request) {
        var base = request.getBasePath().replaceAll("^/+|/+$", "");
        return base.isEmpty() ? "" : "/" + base;
    }

    /** Whether this is a CORS preflight request, which the framework handles before any operation. */
    private static boolean isPreflight(FilterableRequestSpecification request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeaders().hasHeaderWithName("Access-Control-Request-Method");
    }

    private static Map<String, String> byName(Headers headers) {
        var byName = new TreeMap<String, String>();
        headers.forEach(header -> byName.merge(
                header.getName().toLowerCase(Locale.ROOT),
                header.getValue() == null ? "" : header.getValue(),
                (first, second) -> first + ", " + second));
        return byName;
    }
}
