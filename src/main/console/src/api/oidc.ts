/**
 * Signs in at the OIDC issuer: authorization code with PKCE, as a public client. The service takes no part in it. Loaded only when
 * needed.
 */
import * as oauth from 'oauth4webapi'
import { session, shareToken, signIn } from './session'

const STORED = 'duo-config.sign-in'

/** Kept in this tab while the user is at the issuer. */
interface Flow {
  state: string
  nonce: string
  verifier: string
  to: string
}

/** Where the issuer sends the user back to: the URL to register for the client. */
const redirectUri = new URL('.', document.baseURI).href

/** Leaves the console for the issuer, which sends the user back to it. `to` is the route to show then. */
export async function beginSignIn(to: string): Promise<void> {
  const { client, scopes } = publicClient()
  const server = await discover()
  const flow: Flow = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    to,
  }
  const url = new URL(server.authorization_endpoint ?? '')
  url.searchParams.set('client_id', client.client_id)
  url.searchParams.set('redirect_uri', redirectUri)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('scope', scopes)
  url.searchParams.set('state', flow.state)
  url.searchParams.set('nonce', flow.nonce)
  url.searchParams.set('code_challenge', await oauth.calculatePKCECodeChallenge(flow.verifier))
  url.searchParams.set('code_challenge_method', 'S256')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Error('The issuer names an authorization endpoint that is not a web address.')
  }
  sessionStorage.setItem(STORED, JSON.stringify(flow))
  location.assign(url)
}

/**
 * Exchanges the code in the address for a token, when the issuer has sent the user back. The address has no code afterwards, whatever
 * the outcome. A failure is in {@link session}.
 */
export async function completeSignIn(): Promise<void> {
  const returned = new URL(location.href)
  const flow = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as Flow | null
  sessionStorage.removeItem(STORED)
  history.replaceState(null, '', `${redirectUri}#/sign-in`)
  if (flow === null) {
    session.failure = 'The issuer sent you back, but this tab did not ask it to. Sign in again.'
    return
  }
  try {
    const token = await exchange(returned, flow)
    signIn(token)
    shareToken(token)
    history.replaceState(null, '', `${redirectUri}#${flow.to}`)
  } catch (error) {
    session.failure = explain(error)
  }
}

async function exchange(returned: URL, flow: Flow): Promise<string> {
  const { client } = publicClient()
  const server = await discover()
  const parameters = oauth.validateAuthResponse(server, client, new URLSearchParams(returned.search), flow.state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    redirectUri,
    flow.verifier,
    insecure(),
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: flow.nonce })
  // The service verifies tokens itself, which it can only if they are JWTs. GitLab's access tokens are not, but its ID tokens are.
  return isJwt(tokens.access_token) || tokens.id_token === undefined ? tokens.access_token : tokens.id_token
}

async function discover(): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(session.configuration?.issuer ?? '')
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure()))
}

function publicClient() {
  return {
    client: { client_id: session.configuration?.client_id ?? '' } satisfies oauth.Client,
    scopes: session.configuration?.scopes ?? 'openid',
  }
}

/** An issuer without TLS is the decision of the operator: the service warns of it, or refuses it, at its start. */
function insecure() {
  return { [oauth.allowInsecureRequests]: session.configuration?.issuer?.startsWith('http:') ?? false }
}

function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)
}

function explain(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
    return `The issuer refused the sign-in: ${error.error_description ?? error.error}.`
  }
  return `The sign-in at the issuer failed: ${error instanceof Error ? error.message : String(error)}.`
}
