import { DomainError } from '@setrum/subgraph-kit'

/** The same for a wrong e-mail and a wrong password: nobody learns which accounts there are. */
export const invalidCredentials = () =>
  new DomainError('INVALID_CREDENTIALS', { id: 'Email atau password salah', en: 'Wrong email or password' })

export const invalidRefreshToken = () =>
  new DomainError('INVALID_REFRESH_TOKEN', {
    id: 'Sesi sudah berakhir. Silakan masuk kembali.',
    en: 'The session has ended. Please sign in again.',
  })

export const accountInactive = () =>
  new DomainError('ACCOUNT_INACTIVE', { id: 'Akun tidak aktif', en: 'This account is not active' })

/** @param opensAt when the shift opens next; null when it is not worked at all */
export const outsideShift = (opensAt: Date | null) =>
  new DomainError(
    'OUTSIDE_SHIFT',
    { id: 'Belum waktunya jam kerja', en: 'It is not time for your shift yet' },
    { opensAt: opensAt?.toISOString() ?? null },
  )

export const noSuchPerson = () =>
  new DomainError('NOT_FOUND', { id: 'Orang itu tidak ada.', en: 'There is no such person.' })

export const rateLimited = (retryAfterSeconds: number) =>
  new DomainError(
    'RATE_LIMITED',
    {
      id: 'Terlalu banyak percobaan. Silakan coba lagi nanti.',
      en: 'Too many attempts. Please try again later.',
    },
    { retryAfterSeconds },
  )
