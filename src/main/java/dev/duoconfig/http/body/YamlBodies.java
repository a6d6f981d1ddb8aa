package dev.duoconfig.http.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Reads and writes bodies in YAML. They become the same tree as JSON and are read from it just as strictly. */
@Provider
@Consumes(MediaTypes.YAML)
@Produces(MediaTypes.YAML)
public class YamlBodies implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    private final ObjectMapper json;
    private final YAMLMapper yaml = YAMLMapper.builder(YAMLFactory.builder()
                    .stringQuotingChecker(new YamlQuoting())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
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
        var tree = tree(text(body.readAllBytes()));
        return json.readerFor(json.constructType(generic)).readValue(tree);
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

    private JsonNode tree(String text) {
        YamlRules.check(text);
        try {
            return yaml.readTree(text);
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            var message = e.getOriginalMessage();
            throw YamlRules.malformed(
                    location == null ? -1 : location.getLineNr(),
                    message != null && message.startsWith("Duplicate field") ? message : null);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(ProblemType.MALFORMED_YAML, "The body cannot be read. Send YAML in UTF-8.");
        }
    }
}
