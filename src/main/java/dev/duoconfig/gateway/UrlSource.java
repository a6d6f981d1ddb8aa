package dev.duoconfig.gateway;

/** Where the gateway URL comes from. */
enum UrlSource {
    DATABASE,
    ENVIRONMENT
}
