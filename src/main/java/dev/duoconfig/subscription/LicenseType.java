package dev.duoconfig.subscription;

/** How a licence reached GitLab. */
enum LicenseType {
    ONLINE_CLOUD,
    OFFLINE_CLOUD,
    LEGACY_LICENSE
}
