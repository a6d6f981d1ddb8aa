package dev.duoconfig.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.duoconfig.testkit.RawAnswer;

/** Where shots are taken, counted and judged. */
final class FuzzRun {

    /** More of them tell nothing new. */
    private static final int MOST = 40;

    private final ResponseValidator judge;
    private final Curl curl;
    private final AtomicLong count = new AtomicLong();
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();

    FuzzRun(ResponseValidator judge, Curl curl) {
        this.judge = judge;
        this.curl = curl;
    }

    /** Sends the request and judges what comes back. */
    RawAnswer take(FuzzCase shot, RequestSender sender) {
        var number = count.incrementAndGet();
        var answer = answer(shot, sender, number);
        statuses.computeIfAbsent(answer.status(), unknown -> new AtomicLong()).incrementAndGet();
        var faults = judge.violations(shot, answer);
        if (!faults.isEmpty()) {
            report(shot, answer, faults, number);
        }
        return answer;
    }

    /** Takes down what is wrong, unless there is one of its kind. */
    void report(FuzzCase shot, RawAnswer answer, List<String> faults, long number) {
        if (findings.size() < MOST) {
            var command = curl.command(shot.request(), "request-" + number);
            var finding = new Finding(number, shot.idea(), shot.request(), answer, faults, command);
            findings.putIfAbsent(finding.kind(), finding);
        }
    }

    private static RawAnswer answer(FuzzCase shot, RequestSender sender, long number) {
        try {
            return sender.send(shot.request());
        } catch (IOException | RuntimeException none) {
            return new RawAnswer("no answer to request %d: %s".formatted(number, none), 599, Map.of(), "");
        }
    }

    long count() {
        return count.get();
    }

    Collection<Finding> findings() {
        return new ArrayList<>(findings.values());
    }

    /** How often each status was answered. */
    Map<Integer, AtomicLong> statuses() {
        return new TreeMap<>(statuses);
    }
}
