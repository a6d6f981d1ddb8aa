package dev.duoconfig.check;

import java.util.List;
import java.util.Map;

import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;

/** A check report, read from a response. */
final class Report {

    private final Response response;

    private Report(Response response) {
        this.response = response;
    }

    static Report of(Response response) {
        response.then().statusCode(200);
        return new Report(response);
    }

    String status() {
        return response.jsonPath().getString("status");
    }

    String summary() {
        return response.jsonPath().getString("summary");
    }

    /** The steps, each as {@code <name> <status>}. */
    List<String> steps() {
        return this.<Map<String, Object>>list("steps").stream()
                .map(step -> step.get("name") + " " + step.get("status"))
                .toList();
    }

    /** The last step, as {@code <name> <status>}. */
    String end() {
        return steps().get(steps().size() - 1);
    }

    String detail(String step) {
        return response.jsonPath().getString("steps.find { it.name == '" + step + "' }.detail");
    }

    /** What the server of a step said about its error; null if it said nothing. */
    @Nullable
    String serverMessage(String step) {
        return response.jsonPath().getString("steps.find { it.name == '" + step + "' }.server_message");
    }

    /** The suggestions, each as {@code <field> <value>}. */
    List<String> suggestions() {
        return this.<Map<String, Object>>list("suggestions").stream()
                .map(suggestion -> suggestion.get("field") + " " + suggestion.get("value"))
                .toList();
    }

    @Override
    public String toString() {
        return response.asString();
    }

    private <T> List<T> list(String name) {
        return response.jsonPath().getList(name);
    }
}
