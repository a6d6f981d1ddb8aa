package dev.duoconfig.fuzz;

import java.util.List;

import dev.duoconfig.testkit.RawResponse;

/** A request whose response has violations, and the command that repeats it. */
record Finding(
        long number,
        String description,
        Request request,
        RawResponse response,
        List<String> violations,
        String command) {

    /** A text that is the same for similar findings. */
    String kind() {
        return description.replaceAll(".*/json,? ?", "") + " " + response.status() + " "
                + violations.toString().replaceAll("[0-9]+", "N");
    }

    @Override
    public String toString() {
        var body = response.body();
        return """
                Request %d: %s
                  Repeat it with: %s
                  Response: %s
                  %s
                - %s""".formatted(
                        number,
                        description,
                        command,
                        response.statusLine(),
                        body.length() > 1000 ? body.substring(0, 1000) + "..." : body,
                        String.join("\n- ", violations));
    }
}
