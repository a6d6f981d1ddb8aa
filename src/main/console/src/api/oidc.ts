/** Signs in at the OIDC issuer: authorization code with PKCE, as a public client. Loaded only when needed. */

/** Leaves the console for the issuer, which sends the user back to it. `to` is the route to show then. */
export async function beginSignIn(to: string): Promise<void> {
  void to
  throw new Error('not implemented')
}

/** Exchanges the code in the address for a token, when the issuer has sent the user back. */
export async function completeSignIn(): Promise<void> {
  throw new Error('not implemented')
}
