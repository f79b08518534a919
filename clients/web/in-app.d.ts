/** A message for the customer. */
export interface InAppMessage {
  id: string;
  title?: string | null;
  text: string;
  /** Where a click leads, an http or https address. Check it with safeUrl before a page opens it. */
  link?: string | null;
  /** What the link's button says. */
  linkText?: string | null;
  /** Address of an image, https. */
  image?: string | null;
  /** ISO 8601. */
  sentAt: string;
  /** ISO 8601; from then on it is not shown. */
  expiresAt?: string | null;
  read: boolean;
}

export interface InAppOptions {
  /** Address of the gateway, such as https://cx.example.com. */
  url: string | URL;
  /** A token that your server signed for the customer, or a function that fetches one: it is called again when a token has expired. */
  token: string | (() => string | Promise<string>);
  /** The messages changed; newest first. */
  onChange?(messages: readonly InAppMessage[]): void;
  /** A message was loaded or arrived. */
  onMessage?(message: InAppMessage): void;
  /** Something failed. It is tried again, with growing pauses of up to a minute. */
  onError?(error: Error): void;
  /** Default: the environment's own. */
  fetch?: typeof fetch;
  /** @internal */
  wait?(ms: number): Promise<void>;
}

export interface ShowOptions extends InAppOptions {
  /** Where the card is put. Default: the page's body. */
  parent?: Element;
  /** What a button says whose message does not say it. Default: Open. */
  linkText?: string;
  /** Name of the button that closes a message. Default: Close. */
  closeText?: string;
  /** Where links open. Default: _blank. */
  target?: string;
}

export interface InApp {
  /** Newest first, without those that have expired; at most 100. */
  readonly messages: readonly InAppMessage[];
  readonly unread: number;
  /** The customer has seen a message. */
  read(id: string): Promise<void>;
  /** The customer has clicked a message; it is read as well. */
  click(id: string): Promise<void>;
  /** Disconnects. */
  close(): void;
}

/** The gateway refused. */
export class InAppError extends Error {
  /** Of HTTP. */
  readonly status: number;
  /** Names the problem, such as urn:cx:problem:token-refused. */
  readonly type?: string;
}

/** Loads the customer's messages, and stays for new ones. */
export function connect(options: InAppOptions): InApp;

/** Connects, and shows unread messages one after the other in a card at the page's corner. */
export function show(options: ShowOptions): InApp;

/** The address, or null for one that a page must not open, such as javascript:. Default schemes: https: and http:. */
export function safeUrl(text: string | null | undefined, schemes?: string[]): string | null;
