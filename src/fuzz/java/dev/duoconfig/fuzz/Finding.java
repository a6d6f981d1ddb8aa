package dev.duoconfig.fuzz;

import java.util.List;

import dev.duoconfig.testkit.RawResponse;

/** A request whose answer is wrong, and how to send it again. */
record Finding(
        long number,
        String description,
        Request request,
        RawResponse response,
        List<String> violations,
        String command) {

    /** What it has in common with others of its kind. */
    String kind() {
        return description.replaceAll(".*/json,? ?", "") + " " + response.status() + " "
                + violations.toString().replaceAll("[0-9]+", "N");
    }

    @Override
    public String toString() {
        var body = response.body();
        return """
                request %d, %s
                  %s
                  answered %s
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
