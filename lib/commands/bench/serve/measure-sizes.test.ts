import { expect, it } from 'vitest';
import { scriptsIn, stylesIn } from './measure-sizes';

const HTML = `<link rel="stylesheet" href="/a.css" data-precedence="next"/>
  <link rel="preload" as="script" href="/a.js"/><link rel="icon" href="/icon.svg"/>
  <link rel="modulepreload" href="/c.js"/>
  <script src="/a.js" async=""></script><script src="/b.js?x=1&amp;y=2" async=""></script>
  <script src="/old.js" noModule=""></script><script>self.x = 1</script><script src="/a.js"></script>`;

it('counts each script that a browser loads at once, and none for old browsers', () => {
  expect(scriptsIn(HTML)).toEqual(['/a.js', '/b.js?x=1&y=2', '/c.js']);
});

it('counts style sheets', () => {
  expect(stylesIn(HTML)).toEqual(['/a.css']);
});
