package dev.duoconfig.audit;

/**
 * The newest event of the chain.
 *
 * @param id its id, or 0 while there is none; ids have no gaps
 * @param hash its hash, or empty while there is none
 */
public record AuditHead(long id, String hash) {}
