export {
  type AccessTokenClaims,
  type AccessTokenResult,
  ROLES,
  type Role,
  signAccessToken,
  verifyAccessToken,
} from './access-token.js'
export { API_KEY_PREFIX, hashApiKey } from './api-key.js'
export {
  type AccessTokenKey,
  createAccessTokenJwks,
  developmentAccessTokenKeys,
  developmentIdentitySecret,
  publicJwks,
  readAccessTokenKeys,
} from './keys.js'
export {
  type Audience,
  IDENTITY_HEADER,
  type SignIdentity,
  signIdentity,
  TIMEOUT_HEADER,
  type Viewer,
  verifyIdentity,
} from './viewer.js'
