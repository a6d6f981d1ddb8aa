package dev.duoconfig.security;

/** An issuer whose tokens are accepted, with the rules for its tokens only. */
record Issuer(IssuerId id, String audience, RoleRules rules, IssuerState state) {}
