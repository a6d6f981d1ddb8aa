/** The words of the sign-in page and of the dialog for a session that has ended. */
export const signInCopy = {
  title: 'Sign in to Duo Config',
  withLink: 'Signing you in',
  linkFailed: 'The link does not work: its code was used already, or is older than 10 minutes.',
  linkHelp: 'Restart the service to get a new link in its log, or paste a token.',
  token: 'Token',
  tokenHelp:
    'Paste a token with the role admin or viewer. The service writes local tokens to files at its start; the log says where.',
  tokenHelpIssuer: 'Paste a token of your OIDC issuer with the role admin or viewer.',
  tokenRejected: 'The service does not accept this token. It might have expired.',
  withToken: 'Sign in',
  withIssuer: 'Sign in with OIDC',
  withIssuerInTab: 'Sign in with OIDC in a new tab',
  again: 'You are signed in again. Close this tab, and go on in the other one.',
  issuer: (issuer: string) => `You sign in at ${issuer}, and return here.`,
  orToken: 'Use a token instead',
  expiredTitle: 'Your session has ended',
  expiredText: 'Sign in again to go on. What you entered on this page is kept.',
}
