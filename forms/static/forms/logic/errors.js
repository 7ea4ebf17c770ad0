// What the browser cannot know or does not compute, such as regex: ask the server.
export class OnlyServer extends Error {}

// A name whose value only the server knows: what depends on it stays as the server drew it.
export class Elsewhere extends OnlyServer {}
