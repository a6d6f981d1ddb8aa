package dev.duoconfig.subscription;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.text.NotUtf8Exception;
import dev.duoconfig.text.OutsideText;
import org.jspecify.annotations.Nullable;

/** Reads the subscription from a JSON file, for offline installations and for the trial of the embedded default. */
final class FileSource implements SubscriptionSource {

    private static final int MAX_BYTES = 1024 * 1024;

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
    public boolean listsActiveAddOnsOnly() {
        return false;
    }

    @Override
    public SubscriptionTerms fetch() {
        var content = read();
        if (content == null) {
            throw SourceException.failed("The subscription file " + file.getFileName() + " is empty.");
        }
        return new SubscriptionTerms(
                SourceValues.lower("plan", content.plan()),
                type(content.type()),
                SourceValues.moment("starts_at", content.startsAt()),
                SourceValues.moment("expires_at", content.expiresAt()),
                addOns(content.addOns() == null ? List.of() : content.addOns()));
    }

    private static @Nullable LicenseType type(@Nullable String name) {
        var type = LicenseType.of(name);
        if (type == null && name != null) {
            throw SourceException.failed(
                    "The subscription file's type is not online_cloud, offline_cloud, or legacy_license.");
        }
        return type;
    }

    private static List<AddOnTerms> addOns(List<@Nullable FileAddOn> listed) {
        if (listed.size() > AddOnTerms.MAX_ADD_ONS) {
            throw SourceException.failed(
                    "The subscription file lists more than " + AddOnTerms.MAX_ADD_ONS + " add-ons.");
        }
        var addOns = new ArrayList<AddOnTerms>();
        var names = new HashSet<String>();
        for (var addOn : listed) {
            var name = addOn == null ? null : SourceValues.lower("add_ons.name", addOn.name());
            if (addOn == null || name == null) {
                throw SourceException.failed("The subscription file has an add-on without a name.");
            }
            if (addOn.quantity() == null || addOn.quantity() < 0) {
                throw SourceException.failed(
                        "The subscription file's add-on " + name + " needs a quantity of 0 or more.");
            }
            if (!names.add(name)) {
                throw SourceException.failed("The subscription file lists the add-on " + name + " twice.");
            }
            addOns.add(new AddOnTerms(
                    name,
                    addOn.quantity(),
                    SourceValues.moment("add_ons.starts_at", addOn.startsAt()),
                    SourceValues.day("add_ons.expires_on", addOn.expiresOn())));
        }
        return addOns;
    }

    private @Nullable Content read() {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw SourceException.failed("The subscription file " + file.getFileName() + " is larger than 1 MiB.");
            }
            var text = OutsideText.of(bytes);
            return text.isBlank() ? null : json.readValue(text, Content.class);
        } catch (UnrecognizedPropertyException e) {
            throw SourceException.failed("The subscription file " + file.getFileName() + " has the unknown property "
                    + QueryParameters.shown(e.getPropertyName()) + at(e) + ".");
        } catch (MismatchedInputException e) {
            throw SourceException.failed(
                    "The subscription file " + file.getFileName() + " has a value of the wrong type" + at(e) + ".");
        } catch (JsonProcessingException e) {
            throw SourceException.failed("The subscription file " + file.getFileName()
                    + " is not well-formed JSON or has a number out of range" + at(e) + ".");
        } catch (NotUtf8Exception e) {
            throw SourceException.failed("The subscription file " + file.getFileName()
                    + " is not well-formed JSON: the file " + e.rule() + ".");
        } catch (NoSuchFileException e) {
            throw SourceException.failed("The subscription file " + file.getFileName()
                    + " does not exist. Correct DUO_SUBSCRIPTION_FILE, or create the file.");
        } catch (AccessDeniedException e) {
            throw SourceException.failed("The subscription file " + file.getFileName()
                    + " cannot be read. Let the user of the service read it and enter its directory.");
        } catch (IOException e) {
            throw SourceException.failed("The subscription file " + file.getFileName() + " cannot be read ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    private static String at(JsonProcessingException fault) {
        var location = fault.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /**
     * The content of the file.
     *
     * @param description a note for people, which is ignored
     */
    record Content(
            @Nullable String description,
            @Nullable String plan,
            @Nullable String type,
            @Nullable String startsAt,
            @Nullable String expiresAt,
            @Nullable List<@Nullable FileAddOn> addOns) {}

    record FileAddOn(
            @Nullable String name,
            @Nullable Integer quantity,
            @Nullable String startsAt,
            @Nullable String expiresOn) {}
}
