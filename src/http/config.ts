import { WordmoverError } from '../errors';
import { serverSettings, type ServerConfig, type Setting } from './settings';

type AnySetting = Setting<string> | Setting<number> | Setting<boolean>;
type Value = string | number | boolean;

const table = Object.entries(serverSettings) as [keyof ServerConfig, AnySetting][];

/**
 * The server's settings: options over environment over defaults, each checked.
 * Throws INVALID_OPTION naming the flag, the variable and what is allowed.
 */
export function readConfig(
  options: Readonly<Partial<Record<keyof ServerConfig, Value>>> = {},
  env: Readonly<Record<string, string | undefined>> = {},
): ServerConfig {
  const config: Partial<Record<keyof ServerConfig, Value>> = {};
  for (const [name, setting] of table) {
    const given = options[name] ?? (env[setting.env] === '' ? undefined : env[setting.env]);
    config[name] = given === undefined ? setting.value : check(setting, given);
  }
  const checked = config as ServerConfig;
  refuseOpenDoor(checked);
  return checked;
}

/** One line a setting for the log, secrets masked. */
export function printableConfig(config: ServerConfig): Record<string, Value> {
  return Object.fromEntries(table.map(([name, setting]) => [name, setting.secret && config[name] !== '' ? '***' : config[name]]));
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function check(setting: AnySetting, given: Value): Value {
  if (typeof setting.value === 'boolean') return checkBoolean(setting, given);
  if (typeof setting.value === 'number') return checkNumber(setting, given);
  if (typeof given !== 'string') throw refusal(setting, given, 'text');
  if (setting.oneOf && !setting.oneOf.includes(given)) throw refusal(setting, given, `one of ${setting.oneOf.join(', ')}`);
  return given;
}

function checkBoolean(setting: AnySetting, given: Value): boolean {
  if (typeof given === 'boolean') return given;
  if (given === 'true' || given === '1') return true;
  if (given === 'false' || given === '0') return false;
  throw refusal(setting, given, 'true or false');
}

function checkNumber(setting: AnySetting, given: Value): number {
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max) {
    throw refusal(setting, given, `a whole number from ${min} to ${max}`);
  }
  return number;
}

function refusal(setting: AnySetting, given: Value, allowed: string): WordmoverError {
  const shown = setting.secret ? '***' : JSON.stringify(given);
  return new WordmoverError('INVALID_OPTION', `--${setting.flag} (${setting.env}) is ${shown}; give ${allowed}.`);
}

function refuseOpenDoor(config: ServerConfig): void {
  if (isLoopback(config.host) || config.keys !== '' || config.insecure) return;
  throw new WordmoverError(
    'INVALID_OPTION',
    `Listening on ${config.host} lets other machines in, and there is no API key. Give --keys (WORDMOVER_KEYS), or --insecure to mean it.`,
  );
}
