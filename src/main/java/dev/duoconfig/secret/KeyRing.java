package dev.duoconfig.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.duoconfig.text.NotUtf8Exception;
import org.jspecify.annotations.Nullable;

/** The configured master keys: the current one seals and opens, the others only open. */
final class KeyRing {

    private final MasterKey current;
    private final Map<String, MasterKey> keys;

    KeyRing(MasterKey current, List<MasterKey> others) {
        this.current = current;
        var byId = new LinkedHashMap<String, MasterKey>();
        byId.put(current.id(), current);
        others.forEach(key -> byId.putIfAbsent(key.id(), key));
        this.keys = byId;
    }

    /**
     * Reads the configured keys.
     *
     * @throws MasterKeyException if there is no current key, or a key cannot be read or is invalid
     */
    static KeyRing of(SecretSettings settings) {
        var others = new ArrayList<MasterKey>();
        settings.otherMasterKeyFiles()
                .orElse(List.of())
                // The elements of a list keep the blanks around the commas.
                .forEach(file -> others.add(read(Path.of(file.toString().strip()))));
        settings.otherMasterKeys()
                .orElse(List.of())
                .forEach(text -> others.add(MasterKey.parse("An entry of DUO_OTHER_MASTER_KEYS", text)));
        return new KeyRing(current(settings), others);
    }

    private static MasterKey current(SecretSettings settings) {
        return MasterKey.parse(
                settings.masterKeyFile()
                        .map(file -> "The key in the file that DUO_MASTER_KEY_FILE names")
                        .orElse("DUO_MASTER_KEY"),
                settings.masterKey()
                        .orElseThrow(() -> new MasterKeyException(
                                "No master key is configured. " + MasterKeyException.HOW_TO_CREATE_ONE)));
    }

    private static MasterKey read(Path file) {
        try {
            return MasterKey.parse("The file " + file, SecretFile.read(file));
        } catch (NotUtf8Exception e) {
            throw new MasterKeyException("The master key file " + file + " " + e.rule() + ".");
        } catch (IOException e) {
            throw new MasterKeyException("The master key file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "). " + MasterKeyException.HOW_TO_CREATE_ONE);
        }
    }

    MasterKey current() {
        return current;
    }

    /** The key with this id; null if it is not configured. */
    @Nullable
    MasterKey find(String id) {
        return keys.get(id);
    }

    /** The ids of all keys, the current one first. */
    Set<String> ids() {
        return keys.keySet();
    }
}
