package dev.duoconfig.check;

/** The steps, in the order in which they are taken. */
enum StepName {
    OUTBOUND_POLICY,
    CONNECT,
    TLS,
    LIST_MODELS,
    COMPLETION,
    GATEWAY_HEALTH,
    GATEWAY_PROMPT
}
