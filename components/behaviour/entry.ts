// The script of pages without React: lib/tooling/bundle-behaviour.mjs makes it.
import { start } from './start';

start();
