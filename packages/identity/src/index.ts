export {
  type AccessTokenClaims,
  type AccessTokenVerdict,
  ROLES,
  type Role,
  signAccessToken,
  verifyAccessToken,
} from './access-token.js'
export { API_KEY_PREFIX, hashOfApiKey } from './api-key.js'
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
