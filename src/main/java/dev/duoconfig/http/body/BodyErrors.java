package dev.duoconfig.http.body;

import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.problem.VisibleText;

/** Describes Jackson's errors in the terms of the API. */
final class BodyErrors {

    private BodyErrors() {}

    static ApiException describe(JsonProcessingException fault) {
        if (fault instanceof RejectedValueException rejected) {
            return ApiException.invalid(List.of(
                    new ProblemError(JsonPointers.of(rejected), rejected.code(), rejected.getOriginalMessage())));
        }
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return unknownProperty(unknown);
        }
        if (fault instanceof MismatchedInputException mismatch && !isTrailing(mismatch)) {
            return wrongType(mismatch, mismatch.getTargetType());
        }
        if (fault instanceof JsonMappingException mapping
                && mapping.getCause() instanceof InputCoercionException number) {
            return wrongType(mapping, number.getTargetType());
        }
        return malformed(fault);
    }

    private static boolean isTrailing(MismatchedInputException mismatch) {
        return mismatch.getMessage() != null && mismatch.getMessage().startsWith("Trailing token");
    }

    private static ApiException unknownProperty(UnrecognizedPropertyException fault) {
        var known = fault.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
        var detail =
                "Unknown property '" + VisibleText.excerpt(fault.getPropertyName()) + "'; known are " + known + ".";
        return ApiException.invalid(List.of(new ProblemError(JsonPointers.of(fault), "unknown-property", detail)));
    }

    private static ApiException wrongType(JsonMappingException fault, Class<?> target) {
        var detail = "The value must be " + typeName(target) + ".";
        return ApiException.invalid(List.of(new ProblemError(JsonPointers.of(fault), "wrong-type", detail)));
    }

    private static String typeName(Class<?> target) {
        if (target == String.class) {
            return "a string";
        }
        if (target == Boolean.class || target == boolean.class) {
            return "true or false";
        }
        if (target == Integer.class || target == int.class) {
            return "a 32-bit integer";
        }
        if (target == Long.class || target == long.class) {
            return "a 64-bit integer";
        }
        return List.class.isAssignableFrom(target) ? "a list" : "an object";
    }

    private static ApiException malformed(JsonProcessingException fault) {
        if (fault instanceof StreamConstraintsException) {
            return new ApiException(
                    ProblemType.MALFORMED_JSON,
                    "The body is nested too deeply, or has a number or a property name that is too long.");
        }
        var location = fault.getLocation();
        var where = location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new ApiException(
                ProblemType.MALFORMED_JSON,
                "The body is not well-formed JSON" + where + ". Send one JSON value in UTF-8, without duplicate keys.");
    }
}
