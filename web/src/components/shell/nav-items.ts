import {
  IconAddressBook,
  IconBolt,
  IconBox,
  IconChartBar,
  IconClock,
  IconClockHour4,
  IconHistory,
  IconReceipt2,
  IconUsers,
} from '@tabler/icons-react'
import type { SessionInfo } from '@/lib/session/session-info'

/** The screens of each role, in the order of their use. */
export const NAV_ITEMS = {
  EMPLOYEE: [
    { href: '/jual', key: 'sell', Icon: IconBolt },
    { href: '/riwayat', key: 'history', Icon: IconHistory },
    { href: '/pelanggan', key: 'customers', Icon: IconAddressBook },
    { href: '/shift-saya', key: 'myShift', Icon: IconClock },
  ],
  ADMIN: [
    { href: '/dasbor', key: 'dashboard', Icon: IconChartBar },
    { href: '/transaksi', key: 'transactions', Icon: IconReceipt2 },
    { href: '/karyawan', key: 'employees', Icon: IconUsers },
    { href: '/jam-kerja', key: 'shifts', Icon: IconClockHour4 },
    { href: '/produk', key: 'products', Icon: IconBox },
  ],
} as const satisfies Record<SessionInfo['role'], readonly { href: string; key: string; Icon: unknown }[]>
