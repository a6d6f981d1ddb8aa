package dev.duoconfig.subscription;

import org.jspecify.annotations.Nullable;

/** The way in which a license reached GitLab. */
enum LicenseType {
    ONLINE_CLOUD,
    OFFLINE_CLOUD,
    LEGACY_LICENSE;

    /** The type with a name, in upper or lower case; null if the name is unknown or absent. */
    static @Nullable LicenseType of(@Nullable String name) {
        for (var type : values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        return null;
    }
}
