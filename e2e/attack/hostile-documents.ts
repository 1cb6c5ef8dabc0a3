const repeated = (count: number, one: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => one(n)).join(' ')

/** Name and document of probes, overload attempts and bypass attempts. None may be executed. */
export const HOSTILE_DOCUMENTS: readonly (readonly [string, string])[] = [
  ['ninety thousand braces', '{'.repeat(90_000)],
  ['too many tokens', `{ shifts { ${'id '.repeat(5_000)} } }`],
  ['a field repeated', `{ ${'zz '.repeat(700)} }`],
  ['many aliases', `{ ${repeated(100, (n) => `a${n}: shifts { id }`)} }`],
  ['many aliases in a fragment', `{ shifts { ...F } } fragment F on Shift { ${repeated(25, (n) => `a${n}: id`)} }`],
  ['many directives', `{ shifts ${'@include(if: true) '.repeat(100)} { id } }`],
  ['unknown directives', `{ shifts ${'@aa'.repeat(90)} { id } }`],
  ['too deep', `{ transactions { nodes ${'{ employee { shift '.repeat(6)} { id } ${'} }'.repeat(6)} } }`],
  [
    'too deep in fragments',
    `{ shift(id: "1") { ...F } } fragment F on Shift { ${'... on Shift { sales { success { '.repeat(5)} count ${'} } }'.repeat(5)} }`,
  ],
  [
    'fragments that double',
    `query { ...F0 } ${repeated(40, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F40 on Query { shifts { id } }`,
  ],
  ['fragments in a circle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A shifts { id } }'],
  ['unused fragments', `{ shifts { id } } ${repeated(90, (n) => `fragment F${n} on Shift { id }`)}`],
  ['a fragment that does not exist', '{ ...Missing }'],
  ['a list of a million', '{ users(first: 1000000) { nodes { id name email } } }'],
  ['a number that no machine holds', `{ users(first: ${'9'.repeat(4_000)}) { nodes { id } } }`],
  ['two purchases', 'mutation { a: logout(refreshToken: "a") b: logout(refreshToken: "b") }'],
  [
    'two sign-ins, one in a fragment',
    'mutation { login(email: "a", password: "b") { accessToken } ...F } fragment F on Mutation { b: login(email: "a", password: "c") { accessToken } }',
  ],
  ['nested lists', `{ products(type: ${'['.repeat(300)}${']'.repeat(300)}) { code } }`],
  ['nested objects', `{ salesSummary(filter: ${'{ a: '.repeat(150)} 1 ${'}'.repeat(150)}) { success { count } } }`],
  ['conflicting aliases', '{ shifts { id: name id } }'],
  ['two operations without a name', '{ shifts { id } } { shifts { name } }'],
  ['an undefined variable', '{ shift(id: $a) { id } }'],
  ['the internal entities field', '{ _entities(representations: []) { __typename } }'],
  ['the schema of a subgraph', '{ _service { sdl } }'],
  ['a subscription', 'subscription { shifts { id } }'],
  ['deferred fragments', '{ shifts { id } ... @defer { products { code } } }'],
  ['a schema', 'type Query { a: Int }'],
  ['an unclosed string', '{ shifts { id } } """'],
  ['a character that is none', '{ shifts\u0000 { id } }'],
  ['a name of ninety thousand letters', `{ ${'a'.repeat(90_000)} }`],
  ['nothing but a comment', `#${'x'.repeat(90_000)}`],
]
