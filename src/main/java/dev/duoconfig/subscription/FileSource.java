package dev.duoconfig.subscription;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Reads the subscription from a JSON file: offline installations, and the trial that the embedded default ships. */
final class FileSource implements SubscriptionSource {

    private static final int LARGEST_BYTES = 1024 * 1024;

    private final Path file;
    private final ObjectMapper json;

    FileSource(Path file, ObjectMapper json) {
        this.file = file;
        this.json = json;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Terms fetch() {
        var content = read();
        if (content == null) {
            throw SourceException.failed("The subscription file " + file.getFileName() + " is empty.");
        }
        var addOns = content.addOns() == null ? List.<FileAddOn>of() : content.addOns();
        return new Terms(
                content.plan() == null ? null : content.plan().toLowerCase(Locale.ROOT),
                LicenseType.of(content.type()),
                SourceDates.moment("starts_at", content.startsAt()),
                SourceDates.moment("expires_at", content.expiresAt()),
                addOns.stream()
                        .map(addOn -> new AddOnTerms(
                                addOn.name().toLowerCase(Locale.ROOT),
                                addOn.quantity(),
                                SourceDates.moment("add_ons.starts_at", addOn.startsAt()),
                                SourceDates.day("add_ons.expires_on", addOn.expiresOn())))
                        .toList());
    }

    private @Nullable Content read() {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length > LARGEST_BYTES) {
                throw SourceException.failed("The subscription file " + file.getFileName() + " is larger than 1 MiB.");
            }
            return json.readValue(new String(bytes, StandardCharsets.UTF_8), Content.class);
        } catch (JsonProcessingException malformed) {
            throw SourceException.failed("The subscription file " + file.getFileName() + " is not as it should be: "
                    + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw SourceException.failed("The subscription file " + file.getFileName() + " cannot be read ("
                    + unreadable.getClass().getSimpleName() + ").");
        }
    }

    /**
     * The file.
     *
     * @param description for people; not read
     */
    record Content(
            @Nullable String description,
            @Nullable String plan,
            @Nullable String type,
            @Nullable String startsAt,
            @Nullable String expiresAt,
            @Nullable List<FileAddOn> addOns) {}

    record FileAddOn(
            String name,
            int quantity,
            @Nullable String startsAt,
            @Nullable String expiresOn) {}
}
