export {
  type AccessTokenClaims,
  type AccessTokenResult,
  ROLES,
  type Role,
  signAccessToken,
  verifyAccessToken,
} from './access-token.js'
export {
  type AccessTokenKey,
  API_KEY_PREFIX,
  createAccessTokenJwks,
  developmentAccessTokenKeys,
  developmentIdentitySecret,
  hashApiKey,
  publicJwks,
  readAccessTokenKeys,
} from './keys.js'
export {
  type Audience,
  callerIdOf,
  IDENTITY_HEADER,
  type SignIdentity,
  signIdentity,
  TIMEOUT_HEADER,
  type Viewer,
  verifyIdentity,
} from './viewer.js'
