package dev.duoconfig.http;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

/**
 * Turns what is wrong with a body into a problem where it is found. Jackson's own messages repeat the body, API keys
 * included, and the framework would log them.
 */
@Provider
public class ReadableBodies implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            return context.proceed();
        } catch (JsonProcessingException fault) {
            throw problem(fault);
        } catch (WebApplicationException refused) {
            if (refused.getCause() instanceof JsonProcessingException fault) {
                throw problem(fault);
            }
            throw refused;
        } catch (IOException unreadable) {
            // Not in any encoding of JSON, or it ended early.
            throw new ApiException(ProblemType.MALFORMED_JSON, "The body cannot be read: it must be JSON in UTF-8.");
        }
    }

    /** Jackson wraps whatever ends the reading of a value, the limit on bodies among it. */
    private static ApiException problem(JsonProcessingException fault) {
        return fault.getCause() instanceof ApiException refused ? refused : BodyFaults.describe(fault);
    }
}
