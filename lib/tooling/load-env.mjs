import { existsSync } from 'node:fs';
import process from 'node:process';

// Reads `.env` of the working directory, where there is one. What the shell has set stays as it is.
if (existsSync('.env')) process.loadEnvFile('.env');
