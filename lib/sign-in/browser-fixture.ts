/** What a browser does in a sign-in: keeps cookies, follows redirects and sends a form. */
export class BrowserFixture {
  readonly cookies = new Map<string, string>();
  /** The addresses that the last `open` went through, the first one included. */
  went: URL[] = [];

  async open(address: string | URL, init: RequestInit = {}): Promise<Response> {
    this.went = [];
    let url = new URL(address);
    let options = init;
    for (;;) {
      this.went.push(url);
      const response = await this.ask(url, options);
      const to = response.headers.get('location');
      if (to === null) return response;
      await response.arrayBuffer();
      url = new URL(to, url);
      options = {};
    }
  }

  /** One request, without following where it leads. */
  async ask(url: URL | string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { Accept: 'text/html', ...(cookie ? { Cookie: cookie } : {}), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  /** Sends the provider's form with a name, and follows to where the sign-in ends. */
  async giveName(page: Response, login: string): Promise<Response> {
    const action = /<form[^>]* action="([^"]+)"/.exec(await page.text())?.[1];
    if (!action) throw new Error('the page has no form');
    const body = new URLSearchParams({ prompt: 'login', login, password: 'any' });
    return this.open(new URL(action, this.went.at(-1)), { method: 'POST', body });
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const at = pair.indexOf('=');
    const isDropped = attributes.some(
      (one) => /^max-age=0$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one),
    );
    if (isDropped) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
