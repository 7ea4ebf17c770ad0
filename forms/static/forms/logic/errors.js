// What the browser cannot know or does not compute, such as regex: ask the server.
export class OnlyServer extends Error {}
