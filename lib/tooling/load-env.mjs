import { existsSync } from 'node:fs';
import process from 'node:process';

// Reads `.env` in the working directory, if it exists. Variables that the shell sets take precedence.
if (existsSync('.env')) process.loadEnvFile('.env');
