const SECRET_NAME = /(?:TOKEN|KEY|SECRET|PASSWORD)$/;
/** What is shorter may be part of any word. */
const LEAST = 6;

/**
 * A function that leaves the secrets of an environment out of a text: the values of variables that are named as such,
 * and the passwords in addresses. What is logged holds none to begin with; this is for what a library or a server says.
 * @param {Record<string, string | undefined>} env
 * @returns {(text: string) => string}
 */
export function hidingSecretsOf(env) {
  const secrets = Object.entries(env)
    .flatMap(([name, value = '']) => (SECRET_NAME.test(name) ? [value] : passwordsOf(value)))
    .filter((value) => value.length >= LEAST)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}

/** As it stands in the address, and decoded. */
function passwordsOf(text) {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return [];
  const { password } = new URL(text);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
