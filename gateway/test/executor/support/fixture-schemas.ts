const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@interfaceObject"])`

/** What the system's own schemas do not have (yet) and the federation does: each kind of type, list and key. */
export const ZOO: Record<string, string> = {
  keepers: `${LINK}
    interface Animal { id: ID! name: String friend: Animal }
    type Cat implements Animal @key(fields: "id") {
      id: ID! name: String! @shareable friend: Animal size: Int lives: Int! tags: [[String!]]! grid: [[Cell]!]
    }
    type Dog implements Animal @key(fields: "id") { id: ID! name: String friend: Animal breed: String master: Keeper! }
    type Stone { weight: Float! name: String near: Pet }
    union Pet = Cat | Dog | Stone
    type Cell { value: Int cat: Cat pets: [Pet!] }
    type Keeper @key(fields: "id") @key(fields: "badge { number }") { id: ID! badge: Badge! favourite: Pet }
    type Badge { number: Int! colour: String @inaccessible }
    type Shared @shareable { left: Int right: Int }
    type Query {
      animals: [Animal!] pets: [Pet] cat(id: ID!): Cat nested: [[Animal]] keeper: Keeper shared: Shared @shareable
    }
    type Mutation { feed(id: ID!): Cat rename(id: ID!, name: String): Cat! }`,
  vets: `${LINK}
    type Cat @key(fields: "id") {
      id: ID! name: String @shareable size: Int @external box: Box @requires(fields: "size") mood: Mood mates: [Cat!]
    }
    type Dog @key(fields: "id") { id: ID! bones: [Bone!] vet: Vet! }
    type Box { width: Int! lid: Lid }
    type Lid { open: Boolean! }
    type Bone { of: Cat length: Float }
    type Vet @key(fields: "id") { id: ID! treats: [Patient!]! }
    union Patient = Cat | Dog
    enum Mood { HAPPY SLEEPY SECRET @inaccessible }
    type Shared @shareable { left: Int right: Int }
    type Query { vets: [Vet!] shared: Shared @shareable }
    type Mutation { cure(id: ID!): Dog }`,
}

/** An interface that one subgraph knows as a single type, to add to all its types at once. */
export const LIBRARY: Record<string, string> = {
  shelves: `${LINK}
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int! sequel: Book }
    type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int basedOn: Media }
    type Query { media: [Media!] books: [Book] }`,
  readers: `${LINK}
    type Media @key(fields: "id") @interfaceObject { id: ID! reviews: [Review!] stars: Int }
    type Review { text: String! of: Media }
    type Query { topMedia: Media reviews: [Review] }`,
}
