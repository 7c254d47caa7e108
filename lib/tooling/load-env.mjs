import { existsSync } from 'node:fs';
import process from 'node:process';

// Reads `.env` of the working directory, where there is one. Variables that the shell sets take precedence.
if (existsSync('.env')) process.loadEnvFile('.env');
