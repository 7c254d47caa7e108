// The health check of a container: ends with 0 if the server that runs beside it can make pages.
import process from 'node:process';
import { askHealth } from './pages/is-sound.mjs';

const { PORT = '3000', HOST = '127.0.0.1' } = process.env;
const host = ['0.0.0.0', '::'].includes(HOST) ? '127.0.0.1' : HOST;
const answer = await askHealth({ host, port: Number(PORT), headers: {} });
const said = answer?.body?.problems?.join(' ') || answer?.body?.status || 'no answer';
process.stdout.write(`${said}\n`);
process.exit(answer?.status === 200 ? 0 : 1);
