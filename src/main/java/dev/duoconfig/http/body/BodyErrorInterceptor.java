package dev.duoconfig.http.body;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

/**
 * Turns Jackson's errors into problems as soon as they occur. Jackson's own messages repeat the body, API keys included,
 * and the framework logs them. See docs/framework.md.
 */
@Provider
public class BodyErrorInterceptor implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            if (context.getMediaType().getSubtype().toLowerCase(Locale.ROOT).endsWith("json")) {
                requireUtf8(context);
            }
            return context.proceed();
        } catch (JsonProcessingException e) {
            throw problem(e);
        } catch (WebApplicationException e) {
            if (e.getCause() instanceof JsonProcessingException fault) {
                throw problem(fault);
            }
            throw e;
        } catch (IOException e) {
            // The bytes are in no encoding of JSON, or the body ended early.
            throw new ApiException(ProblemType.MALFORMED_JSON, "The body cannot be read. Send JSON in UTF-8.");
        }
    }

    /** Rejects UTF-16 and UTF-32, which RFC 8259 rules out and Jackson reads all the same. */
    private static void requireUtf8(ReaderInterceptorContext context) throws IOException {
        var body = new PushbackInputStream(context.getInputStream(), 2);
        var beginning = body.readNBytes(2);
        for (var octet : beginning) {
            if (octet == 0 || octet == (byte) 0xfe || octet == (byte) 0xff) {
                throw new CharConversionException("JSON in UTF-8 does not begin with these bytes");
            }
        }
        if (beginning.length > 0) {
            body.unread(beginning);
            context.setInputStream(body);
        }
    }

    /** Jackson wraps every exception that interrupts the reading of a value, the body limit's included. */
    private static ApiException problem(JsonProcessingException fault) {
        return fault.getCause() instanceof ApiException problem ? problem : BodyErrors.describe(fault);
    }
}
