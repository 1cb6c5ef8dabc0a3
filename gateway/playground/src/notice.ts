interface Settings {
  isSandboxBiller: boolean
}

/** Shows whether purchases cost real money, so that sandbox tokens and real tokens are not confused. */
export async function showNotice(line: HTMLElement): Promise<void> {
  const response = await fetch('/playground/settings.json')
  const { isSandboxBiller }: Settings = await response.json()
  const isEnglish = navigator.language.toLowerCase().startsWith('en')
  line.dataset.biller = isSandboxBiller ? 'sandbox' : 'live'
  if (isSandboxBiller) {
    line.textContent = isEnglish
      ? 'The biller is the sandbox: no real token is bought, no money moves.'
      : 'Biller uji (sandbox): tidak ada token sungguhan yang dibeli dan tidak ada uang yang berpindah.'
  } else {
    line.textContent = isEnglish
      ? 'The biller is live: purchases cost real money.'
      : 'Biller sungguhan: pembelian memakai uang sungguhan.'
  }
}
