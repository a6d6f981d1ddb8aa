package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.duoconfig.contract.SpecFilter;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.ConfigProvider;

/** Requests to the service. Every response is validated against the contract. */
public final class Api {

    private static final SpecFilter SPEC = new SpecFilter();

    /** JSON is always UTF-8, so the content type needs no charset. */
    private static final EncoderConfig ENCODING = EncoderConfig.encoderConfig()
            .defaultContentCharset("UTF-8")
            .appendDefaultContentCharsetToContentTypeIfUndefined(false);

    private Api() {}

    /** A request without a token. */
    public static RequestSpecification anonymous() {
        return RestAssured.given()
                .config(RestAssured.config().encoderConfig(ENCODING))
                .filter(SPEC);
    }

    /** A JSON request with the local token of a role: {@code admin}, {@code viewer}, or {@code resolver}. */
    public static RequestSpecification as(String role) {
        return anonymous().header("Authorization", "Bearer " + token(role)).contentType("application/json");
    }

    /** Synchronizes the subscription, which entitles to changes with the trial file. */
    public static Response entitled() {
        var response = as("admin").post("/subscription/sync");
        response.then().statusCode(200);
        return response;
    }

    /** Makes the service load what a test has changed in the database, as another instance would. */
    public static void refresh() {
        as("viewer").get("/gitlab-instances?per_page=1").then().statusCode(200);
    }

    /** The root path of the service, such as {@code /duo}; usually empty. */
    public static String prefix() {
        var base = RestAssured.basePath.replaceAll("^/+|/+$", "");
        return base.isEmpty() ? "" : "/" + base;
    }

    /** The local token of a role. */
    public static String token(String role) {
        return read("tokens/" + role);
    }

    /** The contents of a file in the data directory, without surrounding whitespace. */
    public static String read(String file) {
        var directory = ConfigProvider.getConfig().getValue("duo.data-dir", String.class);
        try {
            return Files.readString(Path.of(directory, file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
