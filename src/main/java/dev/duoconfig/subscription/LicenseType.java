package dev.duoconfig.subscription;

import org.jspecify.annotations.Nullable;

/** How a licence reached GitLab. */
enum LicenseType {
    ONLINE_CLOUD,
    OFFLINE_CLOUD,
    LEGACY_LICENSE;

    /** The type that a source names, in whatever case; null for none that is known. */
    static @Nullable LicenseType of(@Nullable String name) {
        for (var type : values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        return null;
    }
}
