import 'graphiql/setup-workers/vite'
import 'graphiql/style.css'
import './playground.css'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import { AUTHORIZATION, examples } from './examples'
import { fetcher } from './fetcher'
import { showNotice } from './notice'

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
