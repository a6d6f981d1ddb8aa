package dev.duoconfig.testkit;

import java.util.List;
import java.util.stream.IntStream;

import io.restassured.response.Response;
import org.assertj.core.api.ListAssert;

import static org.assertj.core.api.Assertions.assertThat;

/** Assertions about problems. */
public final class Problems {

    private Problems() {}

    /** Asserts that the response is a problem with this status and code. */
    public static void assertProblem(Response response, int status, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo(code);
        assertThat(response.jsonPath().getInt("status")).isEqualTo(status);
    }

    /** Asserts that the response is a 422, and returns an assertion on its errors, each as {@code <pointer> <code>}. */
    public static ListAssert<String> assertInvalid(Response response) {
        assertProblem(response, 422, "validation-failed");
        return assertThat(errors(response));
    }

    /** The errors of a problem, each as {@code <pointer> <code>}. */
    public static List<String> errors(Response response) {
        var pointers = response.jsonPath().getList("errors.pointer", String.class);
        var codes = response.jsonPath().getList("errors.code", String.class);
        return IntStream.range(0, pointers.size())
                .mapToObj(index -> pointers.get(index) + " " + codes.get(index))
                .toList();
    }
}
