package dev.duoconfig.resolve;

/** The route of a check to a model. */
public enum CheckRoute {
    /** This service calls the server of the model. */
    DIRECT,
    /** The AI gateway in effect calls the model. */
    GATEWAY
}
