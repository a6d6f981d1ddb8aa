package dev.duoconfig.snapshot.prepared;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.PreparedResponse;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Serializes bodies ahead of the requests for them, in the same way as the resources. */
@ApplicationScoped
public class PreparedBodies {

    private final ObjectMapper json;
    private final StoredApiKeys apiKeys;

    PreparedBodies(ObjectMapper json, StoredApiKeys apiKeys) {
        this.json = json;
        this.apiKeys = apiKeys;
    }

    /** A value as JSON. */
    public PreparedResponse.Body of(Object value) {
        var bytes = serialized(value);
        return () -> shared(bytes);
    }

    /** A value as JSON in UTF-8. */
    public byte[] serialized(Object value) {
        return JsonText.of(json, value).getBytes(StandardCharsets.UTF_8);
    }

    /** A value as JSON, which is made when it is first asked for. */
    public PreparedResponse.Body whenAsked(Supplier<Object> value) {
        var made = new AtomicReference<byte @Nullable []>();
        return () -> {
            var bytes = made.get();
            if (bytes == null) {
                bytes = serialized(value.get());
                made.set(bytes);
            }
            return shared(bytes);
        };
    }

    /** A value as JSON that contains a model's API key. The key stays sealed until a response is sent. */
    public PreparedResponse.Body withApiKey(Snapshot.Model model, Function<@Nullable String, Object> value) {
        var sealed = model.apiKey();
        if (sealed == null) {
            return of(value.apply(null));
        }
        var opener = apiKeys.opener(model, sealed);
        var placeholder = UUID.randomUUID().toString();
        var parts = JsonText.of(json, value.apply(placeholder)).split(placeholder, 2);
        var before = parts[0].getBytes(StandardCharsets.UTF_8);
        var after = parts[1].getBytes(StandardCharsets.UTF_8);
        return () -> {
            try {
                var key = JsonStringEncoder.getInstance().quoteAsUTF8(opener.get());
                var bytes = Arrays.copyOf(before, before.length + key.length + after.length);
                System.arraycopy(key, 0, bytes, before.length, key.length);
                System.arraycopy(after, 0, bytes, before.length + key.length, after.length);
                return shared(bytes);
            } catch (ApiException e) {
                return null;
            }
        };
    }

    /** A buffer of these bytes, without a copy. */
    private static Buffer shared(byte[] bytes) {
        return BufferImpl.buffer(Unpooled.wrappedBuffer(bytes));
    }
}
