import { DomainError } from '@setrum/subgraph-kit'

/** Same error for an unknown e-mail and a wrong password, so that accounts cannot be probed. */
export function invalidCredentials(): DomainError {
  return new DomainError('INVALID_CREDENTIALS', {
    id: 'Email atau kata sandi salah',
    en: 'Wrong e-mail address or password',
  })
}

export function wrongCurrentPassword(): DomainError {
  return new DomainError(
    'INVALID_CREDENTIALS',
    { id: 'Kata sandi saat ini salah', en: 'The current password is wrong' },
    { field: 'currentPassword' },
  )
}

export function invalidRefreshToken(): DomainError {
  return new DomainError('INVALID_REFRESH_TOKEN', {
    id: 'Sesi sudah berakhir. Silakan masuk kembali.',
    en: 'The session has ended. Please sign in again.',
  })
}

export function accountInactive(): DomainError {
  return new DomainError('ACCOUNT_INACTIVE', { id: 'Akun tidak aktif', en: 'This account is not active' })
}

/** @param opensAt next opening of the shift; null when the shift is inactive or missing */
export function outsideShift(opensAt: Date | null): DomainError {
  return new DomainError(
    'OUTSIDE_SHIFT',
    { id: 'Belum waktunya jam kerja', en: 'It is not time for your shift yet' },
    { opensAt: opensAt?.toISOString() ?? null },
  )
}

export function userNotFound(): DomainError {
  return new DomainError('NOT_FOUND', { id: 'Pengguna itu tidak ada.', en: 'There is no such user.' })
}

export function apiKeyNotFound(): DomainError {
  return new DomainError('NOT_FOUND', { id: 'Kunci API itu tidak ada.', en: 'There is no such API key.' })
}

export function rateLimited(retryAfterSeconds: number): DomainError {
  const minutes = Math.ceil(retryAfterSeconds / 60)
  return new DomainError(
    'RATE_LIMITED',
    {
      id: `Terlalu banyak percobaan. Silakan coba lagi dalam ${minutes} menit.`,
      en: `Too many attempts. Please try again in ${minutes} minutes.`,
    },
    { retryAfterSeconds },
  )
}

/** The shift is missing in the local replica and master is unreachable. */
export function shiftsUnavailable(): DomainError {
  return new DomainError(
    'SUBGRAPH_UNAVAILABLE',
    {
      id: 'Data jam kerja sedang tidak dapat diambil. Silakan coba lagi.',
      en: 'Shift data is unavailable at the moment. Please try again.',
    },
    { service: 'master' },
  )
}
