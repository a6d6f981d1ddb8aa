package dev.duoconfig.http.problem;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ProblemTest {

    private final ObjectMapper json = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    @Test
    void aPlainProblemHasNoExtraProperties() throws JsonProcessingException {
        var problem = write(new ApiException(ProblemType.CONFLICT, "Taken."));

        assertThat(problem).isEqualTo("""
                {"type":"urn:duo-config:problem:conflict",\
                "title":"The request conflicts with the current state","status":409,"detail":"Taken.",\
                "instance":"/models/7","code":"conflict","request_id":"r-1","message":"Taken."}""");
    }

    @Test
    void theMessageOfAValidationProblemHasTheErrorsByField() throws JsonProcessingException {
        var errors = List.of(
                new ProblemError("/name", "required", "The name is required."),
                new ProblemError("/0/a~1b", "wrong-type", "The value must be a string."));

        var problem = write(ApiException.invalid(errors));

        assertThat(problem)
                .startsWith("{\"type\":\"urn:duo-config:problem:validation-failed\",")
                .endsWith("""
                        "instance":"/models/7","code":"validation-failed","errors":[\
                        {"pointer":"/name","code":"required","detail":"The name is required."},\
                        {"pointer":"/0/a~1b","code":"wrong-type","detail":"The value must be a string."}],\
                        "request_id":"r-1","message":{"name":["The name is required."],\
                        "a/b":["The value must be a string."]}}""");
    }

    @Test
    void extraPropertiesComeLast() throws JsonProcessingException {
        var inUse = write(ApiException.usedBy(ProblemType.MODEL_IN_USE, "In use.", List.of("duo_chat", "summaries")));
        var notReady = write(ApiException.featureNotReady("Not ready.", "disabled", "disabled_by_admin"));

        assertThat(inUse).endsWith("\"message\":\"In use.\",\"used_by\":[\"duo_chat\",\"summaries\"]}");
        assertThat(notReady).endsWith("""
                "message":"Not ready.","feature_status":"disabled","reason":"disabled_by_admin"}""");
    }

    @Test
    void theTimeToRetryIsAHeaderOnly() throws JsonProcessingException {
        var limited = ApiException.retryAfter(ProblemType.RATE_LIMITED, "Later.", 17);

        assertThat(write(limited)).endsWith("\"request_id\":\"r-1\",\"message\":\"Later.\"}");
        assertThat(limited.retryAfterSeconds()).isEqualTo(17);
        assertThat(new ApiException(ProblemType.UNAVAILABLE, "Away.").retryAfterSeconds())
                .isEqualTo(2);
    }

    @Test
    void rewordingKeepsTheNumberOfErrors() {
        var errors = new ProblemErrors();
        for (var i = 0; i < 101; i++) {
            errors.add("/models/" + i, "required", "Model " + i + " is wrong.");
        }
        var original = ApiException.invalid(errors.all(), 101);

        var reworded = original.reworded(error -> new ProblemError(error.pointer(), error.code(), "Reworded."));

        assertThat(reworded.errors()).hasSize(100).allSatisfy(error -> assertThat(error.detail())
                .isEqualTo("Reworded."));
        assertThat(reworded.detail()).contains("101", "100").endsWith("Reworded.");
    }

    private String write(ApiException exception) throws JsonProcessingException {
        return json.writeValueAsString(Problem.from(exception, "/models/7", "r-1"));
    }
}
