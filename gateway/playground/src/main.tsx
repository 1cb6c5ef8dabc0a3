import 'graphiql/setup-workers/vite'
import 'graphiql/style.css'
import './playground.css'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import { AUTHORIZATION, examples } from './examples'
import { fetcher } from './fetcher'

const root = document.getElementById('playground')
const notice = document.getElementById('notice')
if (!root || !notice) throw new Error('this script needs the elements #playground and #notice')

const tabs = examples(new Date())
// GraphiQL takes only the query of the first tab. Edits from before a reload take precedence.
const first = sessionStorage.getItem('graphiql:tabState') === null ? tabs[0] : undefined

void showNotice(notice)
createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={tabs}
    initialQuery={first?.query}
    initialVariables={first?.variables}
    initialHeaders={first?.headers}
    defaultHeaders={AUTHORIZATION}
    defaultEditorToolsVisibility="variables"
    // Edits and headers survive a reload and end with the browser tab.
    storage={sessionStorage}
    shouldPersistHeaders
    showPersistHeadersSettings={false}
  >
    <GraphiQL.Logo>
      <span>Setrum</span>
    </GraphiQL.Logo>
  </GraphiQL>,
)

interface Settings {
  isSandboxBiller: boolean
}

/** Shows whether purchases cost real money, so that sandbox tokens and real tokens are not confused. */
async function showNotice(line: HTMLElement): Promise<void> {
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
