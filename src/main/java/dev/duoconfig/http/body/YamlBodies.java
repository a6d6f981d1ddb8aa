package dev.duoconfig.http.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.text.NotUtf8Exception;
import dev.duoconfig.text.OutsideText;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Reads and writes bodies in YAML. They are rewritten as JSON and read just as strictly. */
@Provider
@Consumes({MediaTypes.YAML, MediaTypes.TEXT_YAML, MediaTypes.X_YAML, MediaTypes.TEXT_X_YAML})
@Produces(MediaTypes.YAML)
public class YamlBodies implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    private final ObjectMapper json;
    private final YAMLMapper yaml = YAMLMapper.builder(YAMLFactory.builder()
                    .stringQuotingChecker(new YamlQuoting())
                    .build())
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    YamlBodies(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    @Override
    public @Nullable Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        var document = YamlJson.of(text(body.readAllBytes()), json.getFactory());
        return json.readerFor(json.constructType(generic)).readValue(document);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(yaml.writeValueAsBytes(json.valueToTree(value)));
    }

    private static String text(byte[] bytes) {
        try {
            return OutsideText.of(bytes);
        } catch (NotUtf8Exception e) {
            throw new ApiException(ProblemType.MALFORMED_YAML, "The body cannot be read. It " + e.rule() + ".");
        }
    }
}
