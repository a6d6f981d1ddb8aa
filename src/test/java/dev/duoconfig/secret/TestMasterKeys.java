package dev.duoconfig.secret;

import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import dev.duoconfig.testkit.OtherSettings;

/** Master keys for tests of other packages, identified by a number. */
public final class TestMasterKeys {

    private TestMasterKeys() {}

    /** A box that seals under one key, and also opens secrets that the other keys have sealed. */
    public static SecretBox box(int current, int... others) {
        return new SecretBox(new KeyRing(
                key(current), IntStream.of(others).mapToObj(TestMasterKeys::key).toList()));
    }

    /** A box with one master key, in the format of the setting. */
    public static SecretBox box(String key) {
        return new SecretBox(new KeyRing(MasterKey.parse("test", key), List.of()));
    }

    /** The keys of audit events for a box. */
    public static AuditKeys auditKeys(SecretBox box, DataSource database, Clock clock) {
        return new AuditKeys(box, database, clock);
    }

    private static MasterKey key(int number) {
        return MasterKey.parse("test", OtherSettings.masterKey(number));
    }
}
