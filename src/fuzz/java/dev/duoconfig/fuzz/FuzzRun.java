package dev.duoconfig.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.duoconfig.testkit.RawResponse;

/** One run: sends requests, counts them, and collects the findings. */
final class FuzzRun {

    /** The report stays readable, and more findings rarely add anything. */
    private static final int MAX_FINDINGS = 40;

    private final ResponseValidator validator;
    private final Curl curl;
    private final AtomicLong count = new AtomicLong();
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();

    FuzzRun(ResponseValidator validator, Curl curl) {
        this.validator = validator;
        this.curl = curl;
    }

    /** Sends a request and validates the response. */
    RawResponse send(FuzzCase fuzzCase, RequestSender sender) {
        var number = count.incrementAndGet();
        var response = exchange(fuzzCase, sender, number);
        statuses.computeIfAbsent(response.status(), status -> new AtomicLong()).incrementAndGet();
        var violations = validator.violations(fuzzCase, response);
        if (!violations.isEmpty()) {
            report(fuzzCase, response, violations, number);
        }
        return response;
    }

    /** Records a finding unless there is a similar one. */
    void report(FuzzCase fuzzCase, RawResponse response, List<String> violations, long number) {
        if (findings.size() < MAX_FINDINGS) {
            var command = curl.command(fuzzCase.request(), "request-" + number);
            var finding =
                    new Finding(number, fuzzCase.description(), fuzzCase.request(), response, violations, command);
            findings.putIfAbsent(finding.kind(), finding);
        }
    }

    private static RawResponse exchange(FuzzCase fuzzCase, RequestSender sender, long number) {
        try {
            return sender.send(fuzzCase.request());
        } catch (IOException | RuntimeException e) {
            return new RawResponse("no response to request %d: %s".formatted(number, e), 599, Map.of(), "");
        }
    }

    long count() {
        return count.get();
    }

    Collection<Finding> findings() {
        return new ArrayList<>(findings.values());
    }

    /** The number of responses by status. */
    Map<Integer, AtomicLong> statuses() {
        return new TreeMap<>(statuses);
    }
}
