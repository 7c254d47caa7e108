/** Real query engines: Azure Data Explorer, Log Analytics and Defender XDR by their documented protocols. */
export { askEngine } from './ask-engine';
export { chooseEngine, ENGINES } from './choose-engine';
export { type TokenSource, tokenSource } from './token';
export { type EngineCost, EngineFailure, type EngineProtocol } from './types';
